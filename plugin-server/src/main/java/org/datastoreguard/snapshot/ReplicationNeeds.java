package org.datastoreguard.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/** What the replications still need of a machine's snapshots, so that retention leaves it to them. Thread-safe. */
@FunctionalInterface
public interface ReplicationNeeds {
    /** Of every enabled replication that may read snapshots on that machine; asks their targets. */
    List<Need> of(String nasSystemId);

    /**
     * One replication's.
     *
     * @param task its name
     * @param holdPending whether what it has not sent yet must stay
     * @param covers whether it sends a dataset
     * @param selects whether it sends a snapshot, whose owner is set
     * @param received the guids that its target has, by source dataset; absent where it has none
     * @param unknown why {@code received} is not known, so that everything must stay; null when it is
     */
    record Need(
            String task,
            boolean holdPending,
            Predicate<DatasetName> covers,
            Predicate<Snapshot> selects,
            Map<DatasetName, Set<Guid>> received,
            @Nullable String unknown) {
        public Need {
            received = Map.copyOf(received);
        }

        /** When it is not even known which datasets the replication reads. */
        public static Need unknown(String task, String why) {
            return new Need(task, true, dataset -> true, snapshot -> true, Map.of(), why);
        }
    }
}
