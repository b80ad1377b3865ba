package org.datastoreguard.store;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;

/** The snapshot tasks in the database. */
public final class StoredSnapshotTasks implements SnapshotTasks {
    private final VersionedTable<SnapshotTask> table;

    public StoredSnapshotTasks(Database database) {
        this.table = new VersionedTable<>(
                database,
                new VersionedTable.Description<>(
                        "snapshot_task",
                        "snapshot task",
                        SnapshotTask.class,
                        SnapshotTask::id,
                        SnapshotTask::name,
                        SnapshotTask::version));
    }

    @Override
    public List<SnapshotTask> all() {
        return table.all();
    }

    @Override
    public Optional<SnapshotTask> find(String id) {
        return table.find(id);
    }

    @Override
    public void add(SnapshotTask task) {
        table.add(task);
    }

    @Override
    public SnapshotTask update(SnapshotTask task) {
        return table.update(task);
    }

    @Override
    public void remove(String id) {
        table.remove(id);
    }
}
