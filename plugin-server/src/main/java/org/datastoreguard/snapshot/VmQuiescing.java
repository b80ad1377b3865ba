package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.snapshot.VmJournal.Entry;
import org.datastoreguard.snapshot.VmResult.Outcome;
import org.datastoreguard.vcenter.VmSnapshots.Creation;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.datastoreguard.work.Story;

/**
 * Holds the virtual machines of one run in snapshots while its ZFS snapshot is taken: at most four at work at once, so
 * that neither hosts nor datastore have to bear all of them in one moment. For one run.
 */
final class VmQuiescing {
    /**
     * How long a run may hold them before another server takes them for left over. A run that holds them longer, on a
     * server that stood still, finds out by {@link #checked}.
     */
    private static final Duration HELD = Duration.ofMinutes(15);

    private static final String LET_GO =
            "its VM snapshot was taken for left over before the ZFS snapshot was there; this server stood still";

    private final VmTools tools;
    private final String vcenterId;
    private final String runId;
    private final boolean allOrNothing;
    private final Queue<Entry> held = new ConcurrentLinkedQueue<>();
    private volatile boolean failed;

    /** @param allOrNothing whether no further VM is begun once one could not be quiesced */
    VmQuiescing(VmTools tools, String vcenterId, String runId, boolean allOrNothing) {
        this.tools = tools;
        this.vcenterId = vcenterId;
        this.runId = runId;
        this.allOrNothing = allOrNothing;
    }

    /** Makes the VM snapshots. Whatever happens, {@link #end} must follow. */
    List<VmResult> begin(List<Vm> vms, Story story) {
        List<VmResult> results = new SideBySide(story).map(vms, this::quiesce);
        tools.journal().hold(runId, heldUntil());
        return results;
    }

    private Instant heldUntil() {
        return tools.clock().instant().plus(HELD);
    }

    private VmResult quiesce(Vm vm) {
        if (vm.template() || vm.power() == Power.OFF || vm.power() == Power.SUSPENDED) {
            String reason = vm.template() ? "template" : vm.power() == Power.OFF ? "powered off" : "suspended";
            return new VmResult(vm.id(), vm.name(), Outcome.SKIPPED, reason);
        }
        Optional<String> problem = vm.tools() ? tried(vm) : Optional.of("VMware Tools do not run in it");
        failed |= problem.isPresent();
        return problem.map(reason -> new VmResult(vm.id(), vm.name(), Outcome.CRASH_CONSISTENT, reason))
                .orElseGet(() -> new VmResult(vm.id(), vm.name(), Outcome.CONSISTENT, null));
    }

    private Optional<String> tried(Vm vm) {
        if (failed && allOrNothing) {
            return Optional.of("not begun, because another VM failed");
        }
        Entry entry = entry(vm);
        tools.journal().add(entry);
        try {
            return noted(
                    entry,
                    tools.vcenters()
                            .create(
                                    vcenterId,
                                    vm.id(),
                                    entry.mark(),
                                    tools.patience().create()));
        } catch (GuardException e) {
            held.add(entry);
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return Optional.of(e.message());
        } finally {
            tools.journal().hold(runId, heldUntil());
        }
    }

    private Entry entry(Vm vm) {
        Instant now = tools.clock().instant();
        VmJournal.Vm named = new VmJournal.Vm(vcenterId, vm.id(), vm.name());
        return new Entry(
                UUID.randomUUID().toString(), tools.nodeId(), named, runId, null, now, now.plus(HELD), 0, null);
    }

    /** @return why the VM is not quiesced; empty when it is */
    private Optional<String> noted(Entry entry, Creation creation) {
        if (creation instanceof Creation.Made made) {
            held.add(entry.known(made.snapshotId()));
            tools.journal().made(entry.id(), made.snapshotId());
            return Optional.empty();
        } else if (creation instanceof Creation.NotMade not) {
            tools.journal().remove(entry.id());
            return Optional.of(not.reason());
        }
        held.add(entry);
        return Optional.of(((Creation.Unknown) creation).reason());
    }

    /**
     * To be asked when the ZFS snapshot is there: a VM whose snapshot was taken for left over meanwhile may have been let
     * go before.
     */
    List<VmResult> checked(List<VmResult> results) {
        Set<String> stillHeld = tools.journal().all().stream()
                .filter(entry -> entry.runId().equals(runId) && entry.attempts() == 0)
                .map(entry -> entry.vm().id())
                .collect(Collectors.toSet());
        return results.stream()
                .map(result -> result.outcome() != Outcome.CONSISTENT || stillHeld.contains(result.vmId())
                        ? result
                        : new VmResult(result.vmId(), result.vmName(), Outcome.CRASH_CONSISTENT, LET_GO))
                .toList();
    }

    /** Removes them; what cannot be removed is left to the cleaner, with a warning. Also ends a cancelled run. */
    void end(Story story) {
        VmRemoval removal = new VmRemoval(tools);
        new SideBySide(null).map(List.copyOf(held), entry -> removed(entry, removal, story));
        tools.journal().hold(runId, tools.clock().instant());
    }

    private static boolean removed(Entry entry, VmRemoval removal, Story story) {
        Optional<String> problem = removal.attempt(entry);
        problem.ifPresent(reason -> story.warn("The snapshot " + entry.mark().name() + " of VM "
                + entry.vm().name() + " is left over: " + reason + "; its removal is tried again until done"));
        return problem.isEmpty();
    }
}
