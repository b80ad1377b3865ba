package org.datastoreguard.snapshot;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.vcenter.VmSnapshots.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Every VM snapshot from before it is made until it is known to be gone (design/engine.md, rule 27). Thread-safe.
 */
public interface VmJournal {
    /** @throws org.datastoreguard.error.GuardException DATABASE_UNAVAILABLE; nothing may be made then */
    void add(Entry entry);

    /** The vCenter said what it is called. */
    void made(String id, String snapshotId);

    /** It is gone, or never came to be. */
    void remove(String id);

    /** Gives a run more time before its entries count as left over. */
    void hold(String runId, Instant dueAt);

    /** This server was started again: nothing that it noted before is needed any more. */
    void abandon(String nodeId, Instant now);

    /** What is due, oldest first. */
    List<Entry> due(Instant now);

    /**
     * Takes one due entry for an attempt, and puts its next one off.
     *
     * @param entry as it was read
     * @return false when another server was faster
     */
    boolean claim(Entry entry, Instant nextDue);

    /** Why the last attempt failed, for people. */
    void failed(String id, String problem);

    List<Entry> all();

    /**
     * One VM snapshot.
     *
     * @param id also in its name, so that it can be found without its id at the vCenter
     * @param nodeId the server that made it
     * @param snapshotId managed object id; null while the vCenter has not said it
     * @param dueAt from when on it is left over
     * @param attempts to remove it so far
     */
    record Entry(
            String id,
            String nodeId,
            Vm vm,
            String runId,
            @Nullable String snapshotId,
            Instant createdAt,
            Instant dueAt,
            int attempts,
            @Nullable String problem) {
        Entry known(String atVcenter) {
            return new Entry(id, nodeId, vm, runId, atVcenter, createdAt, dueAt, attempts, problem);
        }

        /** Whether the run that it was made for does not hold it any more, and it is still there for all that is known. */
        public boolean leftOver(Instant now) {
            return attempts > 0 || !dueAt.isAfter(now);
        }

        /** Name and description at the vCenter. */
        public Mark mark() {
            return new Mark(
                    "datastore-guard-" + id,
                    "Made by Datastore Guard for the run " + runId + ". It is removed by itself; do not use it.");
        }
    }

    /** @param id managed object id within the vCenter */
    record Vm(String vcenterId, String id, String name) {}
}
