package org.datastoreguard.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;

/** The replication tasks in the database. */
public final class StoredReplicationTasks implements ReplicationTasks {
    private final Database database;
    private final VersionedTable<ReplicationTask> table;
    /** Before the database's row, so that threads that wait keep no connection from the one whose turn it is. */
    private final ReentrantLock turn = new ReentrantLock();

    public StoredReplicationTasks(Database database) {
        this.database = database;
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

    @Override
    public <T> T alone(Supplier<T> work) {
        turn.lock();
        try {
            return database.inTransaction(handle -> {
                handle.createQuery("select id from replication_task_turn where id = 1 for update")
                        .mapTo(Integer.class)
                        .one();
                return work.get();
            });
        } finally {
            turn.unlock();
        }
    }
}
