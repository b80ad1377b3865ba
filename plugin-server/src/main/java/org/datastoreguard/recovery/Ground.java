package org.datastoreguard.recovery;

import java.util.List;
import java.util.Map;
import org.datastoreguard.replication.RollBack;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset that is to be rolled back stands, as its machine says now.
 *
 * @param rollBack where to, and what is lost by it
 * @param newer what the newer snapshots are like, newest first
 * @param clones the clones of the newer snapshots, by the snapshot's full name; without those that have none
 * @param written bytes written since the snapshot; null when unknown
 * @param mark what the last ordered roll back wrote on it; null when none did
 * @param below all datasets below it
 */
record Ground(
        RollBack rollBack,
        List<SnapshotDetails> newer,
        Map<String, String> clones,
        @Nullable Long written,
        @Nullable String mark,
        List<DatasetName> below) {
    Ground {
        newer = List.copyOf(newer);
        clones = Map.copyOf(clones);
        below = List.copyOf(below);
    }

    /** Whether an interrupted receive left something on it, which a roll back would have to drop. */
    boolean partial() {
        return rollBack.target().state().resumeToken() != null;
    }
}
