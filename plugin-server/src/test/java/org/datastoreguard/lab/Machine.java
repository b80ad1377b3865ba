package org.datastoreguard.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.zfs.DatasetName;

/**
 * One machine of the lab, looked at from outside: commands go through the plain {@code ssh} program as root, so that
 * what they say does not depend on the code under test.
 *
 * @param peerHost how the other machine reaches it
 * @param storageAddress its address in the storage network, by which hypervisors mount it
 */
public record Machine(
        String name,
        String host,
        int port,
        String hostKey,
        String peerHost,
        int peerPort,
        String storageAddress,
        Path key,
        ConcurrentLinkedDeque<DatasetName> made) {
    private static final int TIMEOUT_SECONDS = 120;
    private static final String BLOCKED_TASKS =
            "date; uptime; free -m; echo w > /proc/sysrq-trigger; dmesg | tail -n 400; "
                    + "ps -eo pid,ppid,stat,wchan:32,etimes,args; cat /proc/spl/kstat/zfs/*/txgs | tail -n 12; "
                    + "timeout 20 zpool status";

    /** Runs a shell command as root and returns its stdout. @throws AssertionError when it fails */
    public String shell(String command) {
        return tryShell(command).orFail("ssh " + name + " " + command).stripTrailing();
    }

    /** Whether the command ends with status 0. */
    public boolean succeeds(String command) {
        return tryShell(command).status() == 0;
    }

    private Commands.Result tryShell(String command) {
        try {
            return Commands.run(ssh("/tmp/dsg-lab-%C", command), TIMEOUT_SECONDS);
        } catch (Commands.TookTooLong e) {
            throw new AssertionError(name + ": " + command + ": " + e.getMessage() + "\n" + whatHangs(), e);
        }
    }

    /** What the kernel says of its blocked tasks, over a connection of its own. */
    private String whatHangs() {
        try {
            return Commands.run(ssh("none", BLOCKED_TASKS), TIMEOUT_SECONDS).stdout();
        } catch (Commands.TookTooLong e) {
            return "The machine does not say what hangs";
        }
    }

    private List<String> ssh(String controlPath, String command) {
        return List.of(
                "ssh",
                "-i",
                key.toString(),
                "-p",
                Integer.toString(port),
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectTimeout=20",
                "-o",
                "ServerAliveInterval=5",
                "-o",
                "ControlMaster=auto",
                "-o",
                "ControlPersist=60",
                "-o",
                "ControlPath=" + controlPath,
                "root@" + host,
                command);
    }

    /** A new, empty filesystem {@code tank/test-…} of its own, destroyed after the test. */
    public DatasetName filesystem() {
        DatasetName dataset = reserve("tank");
        shell("zfs create " + dataset);
        return dataset;
    }

    /** A new sparse volume {@code tank/test-…}, destroyed after the test. */
    public DatasetName volume(long mebibytes) {
        DatasetName dataset = reserve("tank");
        shell("zfs create -s -V " + mebibytes + "M " + dataset);
        return dataset;
    }

    /** A free name on the pool {@code tank} or {@code pond} where nothing exists yet; what the test puts there is destroyed after it. */
    public DatasetName reserve(String pool) {
        DatasetName dataset =
                new DatasetName(pool + "/test-" + UUID.randomUUID().toString().substring(0, 13));
        made.add(dataset);
        return dataset;
    }

    /** {@code name guid} of all snapshots below, in the order they were made; names relative to {@code dataset}. */
    public List<String> snapshots(DatasetName dataset) {
        String listing = shell("zfs list -Hpr -t snapshot -o name,guid -s name -s createtxg " + quoted(dataset));
        return listing.lines()
                .map(line -> line.substring(dataset.value().length()).replace('\t', ' '))
                .toList();
    }

    public boolean exists(DatasetName dataset) {
        return succeeds("zfs list -H -o name " + quoted(dataset));
    }

    /** This machine as the product knows it. @param user root, guard, guardsudo or noisy */
    public NasSystem system(String user) {
        return new NasSystem(
                name + "-" + user,
                name + "-" + user,
                host,
                port,
                user,
                user.equals("guardsudo"),
                hostKey,
                "ssh-ed25519 lab",
                List.of(storageAddress),
                1);
    }

    void destroyWhatWasMade() {
        List<DatasetName> doomed = new ArrayList<>();
        for (DatasetName dataset = made.pollLast(); dataset != null; dataset = made.pollLast()) {
            doomed.add(dataset);
        }
        if (!doomed.isEmpty()) {
            StringBuilder script = new StringBuilder();
            for (DatasetName dataset : doomed) {
                script.append("if zfs list -H -o name ")
                        .append(dataset)
                        .append(" >/dev/null 2>&1; then ")
                        .append("zfs list -Hpr -t snapshot -o userrefs,name ")
                        .append(dataset)
                        .append(
                                " | sed -n '/^0\t/d;s/^[0-9]*\t//p' | while IFS= read -r s; do zfs holds -H \"$s\" | while IFS='\t' read -r n t r; do zfs release \"$t\" \"$n\"; done; done; ")
                        .append("zfs receive -A ")
                        .append(dataset)
                        .append(" >/dev/null 2>&1; ")
                        .append("zfs destroy -R ")
                        .append(dataset)
                        .append(" || { sleep 1; zfs destroy -R ")
                        .append(dataset)
                        .append("; }; fi; ");
            }
            shell(script + "true");
        }
    }

    private static String quoted(DatasetName dataset) {
        return "'" + dataset + "'";
    }
}
