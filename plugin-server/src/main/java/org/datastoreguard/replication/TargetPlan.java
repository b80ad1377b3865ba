package org.datastoreguard.replication;

import java.util.List;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What target retention would destroy.
 *
 * @param delete oldest first within each dataset
 * @param doubt why nothing may go; null when nothing speaks against it
 */
public record TargetPlan(List<Snapshot> delete, @Nullable String doubt) {
    static final TargetPlan NOTHING = new TargetPlan(List.of(), null);

    public TargetPlan {
        delete = List.copyOf(delete);
    }
}
