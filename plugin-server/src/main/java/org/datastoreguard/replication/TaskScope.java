package org.datastoreguard.replication;

import java.util.List;
import java.util.function.Predicate;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Snapshot;

/** What a task covers: which datasets go where, and which of their snapshots. */
final class TaskScope {
    private TaskScope() {}

    static PlanRequest.Scope of(ReplicationTask task) {
        return new PlanRequest.Scope(
                task.recursive(), new Excludes(task.exclude()), selected(task), task.raw(), leave(task));
    }

    private static PlanRequest.Leave leave(ReplicationTask task) {
        boolean replaces = task.fromScratch() == ReplicationTask.FromScratch.REPLACE;
        return new PlanRequest.Leave(
                task.onDivergence() == ReplicationTask.OnDivergence.ROLL_BACK,
                replaces ? new Marker(task.id()).fresh() : null);
    }

    /** One source goes into the remote dataset itself; several go below it, each under its own last name. */
    static List<PlanRequest.Root> roots(ReplicationTask task, List<DatasetName> sources) {
        return sources.stream()
                .map(source -> new PlanRequest.Root(
                        source,
                        sources.size() == 1
                                ? task.remoteDataset()
                                : task.remoteDataset().child(source.lastComponent())))
                .toList();
    }

    /** Snapshots of other tools stay out unless the task says otherwise (design/engine.md, rule 7). */
    private static Predicate<Snapshot> selected(ReplicationTask task) {
        return switch (task.includeSnapshots()) {
            case OWN -> snapshot -> isOwn(task, snapshot);
            case NAMING_SCHEMAS -> {
                List<NamingSchema> schemas =
                        task.namingSchemas().stream().map(NamingSchema::new).toList();
                yield snapshot -> schemas.stream()
                        .anyMatch(schema -> schema.parse(snapshot.label()).isPresent());
            }
            case ALL -> snapshot -> true;
        };
    }

    private static boolean isOwn(ReplicationTask task, Snapshot snapshot) {
        String owner = snapshot.task();
        return owner != null
                && (task.snapshotTaskIds().isEmpty() || task.snapshotTaskIds().contains(owner));
    }
}
