package org.datastoreguard.store;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;

/** The replication tasks in the database. */
public final class StoredReplicationTasks implements ReplicationTasks {
    private final VersionedTable<ReplicationTask> table;

    public StoredReplicationTasks(Database database) {
        this.table = new VersionedTable<>(
                database,
                new VersionedTable.Description<>(
                        "replication_task",
                        "replication task",
                        ReplicationTask.class,
                        ReplicationTask::id,
                        ReplicationTask::name,
                        ReplicationTask::version));
    }

    @Override
    public List<ReplicationTask> all() {
        return table.all();
    }

    @Override
    public Optional<ReplicationTask> find(String id) {
        return table.find(id);
    }

    @Override
    public void add(ReplicationTask task) {
        table.add(task);
    }

    @Override
    public ReplicationTask update(ReplicationTask task) {
        return table.update(task);
    }

    @Override
    public void remove(String id) {
        table.remove(id);
    }
}
