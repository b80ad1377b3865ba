package org.datastoreguard.snapshot;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a machine says about one snapshot when it opens it, which is slow: ask for those that are shown only.
 *
 * @param snapshot the snapshot itself, with the task that took it where one did
 * @param created by the machine's own clock
 * @param used bytes that only this snapshot holds, so that deleting it would free them
 * @param referenced bytes that it can be read with
 * @param holds the tags that keep it from being destroyed
 */
public record SnapshotDetails(Snapshot snapshot, Instant created, long used, long referenced, List<String> holds) {
    public SnapshotDetails {
        holds = List.copyOf(holds);
    }

    /** The id of the snapshot task that took it; null when a person or another tool did. */
    public @Nullable String task() {
        return snapshot.task();
    }
}
