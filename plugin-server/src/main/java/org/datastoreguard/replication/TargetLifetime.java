package org.datastoreguard.replication;

import java.util.List;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of a target go after a run, as its task asks (design/engine.md, rule 24).
 *
 * @param lifetime for {@link ReplicationTask.TargetRetention.Policy#CUSTOM}; null for the same as on the source
 */
record TargetLifetime(@Nullable Lifetime lifetime) {
    /** Null when the task keeps everything. {@code deleteStaleSnapshots} is the plugin form's word for the policy SOURCE. */
    static @Nullable TargetLifetime of(ReplicationTask task) {
        ReplicationTask.TargetRetention retention = task.targetRetention();
        return switch (retention.policy()) {
            case CUSTOM -> new TargetLifetime(retention.lifetime());
            case SOURCE -> new TargetLifetime(null);
            case NONE -> task.deleteStaleSnapshots() ? new TargetLifetime(null) : null;
        };
    }

    /** What may go, before it is known how old it is and whose. */
    List<Snapshot> candidates(Replica replica) {
        return lifetime == null ? replica.stale() : replica.older();
    }
}
