// SPDX-License-Identifier: GPL-2.0
/*
 * Gives OpenZFS a new seed whenever the machine is woken from its saved state.
 *
 * OpenZFS draws the guid of a snapshot from a generator of its own (spl_pseudo_entropy, four words per CPU), which it
 * seeds once, when it is loaded. Two wakings of one saved state would therefore hand out the same guids again for
 * different contents: something no real NAS does, and that a replication engine trusts never to happen. The kernel's
 * own generator is told about a waking by the VM generation id; this passes the news on.
 */
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/random.h>

static unsigned int wakings;
module_param(wakings, uint, 0444);
MODULE_PARM_DESC(wakings, "how often OpenZFS was given a new seed");

static unsigned long (*find_symbol)(const char *name);

static int reseed(struct notifier_block *block, unsigned long action, void *data)
{
	u64 __percpu **entropy = (u64 __percpu **)find_symbol("spl_pseudo_entropy");
	int cpu;

	if (!entropy || !*entropy)
		return NOTIFY_DONE;
	for_each_possible_cpu(cpu)
		get_random_bytes(per_cpu_ptr(*entropy, cpu), 4 * sizeof(u64));
	wakings++;
	return NOTIFY_OK;
}

static struct notifier_block on_waking = { .notifier_call = reseed };

static int __init lab_reseed_init(void)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	int error = register_kprobe(&probe);

	if (error)
		return error;
	find_symbol = (void *)probe.addr;
	unregister_kprobe(&probe);
	return register_random_vmfork_notifier(&on_waking);
}

static void __exit lab_reseed_exit(void)
{
	unregister_random_vmfork_notifier(&on_waking);
}

module_init(lab_reseed_init);
module_exit(lab_reseed_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Reseeds OpenZFS after the machine was woken from a saved state");
