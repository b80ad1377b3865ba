package org.datastoreguard.snapshot;

import java.util.List;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.jspecify.annotations.Nullable;

/**
 * A periodic snapshot task, as design/api.md names its fields.
 *
 * @param lifetime how long its snapshots are kept; null for ever
 * @param allowEmpty whether a snapshot is taken when nothing changed
 * @param catchUp whether a slot that was missed while the server was down is run once on return
 * @param version for optimistic locking, starts at 1
 */
public record SnapshotTask(
        String id,
        String name,
        Source source,
        boolean recursive,
        List<String> exclude,
        @Nullable Lifetime lifetime,
        TaskSchedule schedule,
        NamingSchema namingSchema,
        boolean allowEmpty,
        boolean vmConsistent,
        OnVmFailure onVmFailure,
        boolean catchUp,
        boolean enabled,
        long version) {
    public SnapshotTask {
        exclude = List.copyOf(exclude);
    }

    public enum OnVmFailure {
        CONTINUE,
        FAIL
    }
}
