package org.datastoreguard.jobs;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.recovery.RestoreOrders;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.schedule.CronFields;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.snapshot.OneTimeSnapshot;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.jspecify.annotations.Nullable;

/** The stored snapshot and replication tasks, and what was ordered once, seen by their runs. */
public final class EngineTasks implements PlannedTasks {
    private final SnapshotTasks snapshotTasks;
    private final OneTimeSnapshots oneTimeSnapshots;
    private final ReplicationTasks replicationTasks;
    private final RestoreOrders restoreOrders;

    public EngineTasks(
            SnapshotTasks snapshotTasks,
            OneTimeSnapshots oneTimeSnapshots,
            ReplicationTasks replicationTasks,
            RestoreOrders restoreOrders) {
        this.snapshotTasks = snapshotTasks;
        this.oneTimeSnapshots = oneTimeSnapshots;
        this.replicationTasks = replicationTasks;
        this.restoreOrders = restoreOrders;
    }

    @Override
    public List<PlannedTask> all() {
        return Stream.concat(
                        snapshotTasks.all().stream().map(EngineTasks::planned),
                        replicationTasks.all().stream().map(EngineTasks::planned))
                .toList();
    }

    @Override
    public Optional<PlannedTask> find(RunKind kind, String id) {
        return switch (kind) {
            case SNAPSHOT ->
                snapshotTasks
                        .find(id)
                        .map(EngineTasks::planned)
                        .or(() -> oneTimeSnapshots.find(id).map(EngineTasks::planned));
            case REPLICATION -> replicationTasks.find(id).map(EngineTasks::planned);
            case RESTORE -> restoreOrders.find(id).map(EngineTasks::planned);
        };
    }

    private static PlannedTask planned(SnapshotTask task) {
        return new PlannedTask(
                RunKind.SNAPSHOT,
                task.id(),
                task.name(),
                datastoreId(task.source()),
                task.schedule(),
                task.schedule().window(),
                task.schedule().zone(),
                false,
                task.catchUp(),
                task.enabled(),
                Set.of());
    }

    private static PlannedTask planned(OneTimeSnapshot ordered) {
        return once(RunKind.SNAPSHOT, ordered.id(), ordered.title(), ordered.datastoreId());
    }

    private static PlannedTask planned(RestoreOrder ordered) {
        return once(RunKind.RESTORE, ordered.id(), ordered.title(), ordered.datastoreId());
    }

    /** What was ordered by hand is due once, and at once. */
    private static PlannedTask once(RunKind kind, String id, String title, String datastoreId) {
        return new PlannedTask(kind, id, title, datastoreId, null, null, ZoneOffset.UTC, false, false, true, Set.of());
    }

    /** The window is not part of the schedule: a replication that is due outside it waits until it opens. */
    private static PlannedTask planned(ReplicationTask task) {
        CronFields cron = task.schedule();
        boolean scheduled = task.trigger() == ReplicationTask.Trigger.SCHEDULE && cron != null;
        boolean follows = task.trigger() == ReplicationTask.Trigger.AFTER_SNAPSHOT;
        return new PlannedTask(
                RunKind.REPLICATION,
                task.id(),
                task.name(),
                datastoreId(task.source()),
                scheduled && cron != null ? new TaskSchedule(new TaskSchedule.Cron(cron), null, task.timeZone()) : null,
                task.window(),
                task.timeZone(),
                task.pauseAtEnd(),
                task.catchUp(),
                task.enabled(),
                follows ? Set.copyOf(task.snapshotTaskIds()) : Set.of());
    }

    private static @Nullable String datastoreId(Source source) {
        return source instanceof Source.OfDatastore datastore ? datastore.datastoreId() : null;
    }
}
