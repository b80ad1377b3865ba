package org.datastoreguard.replication;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where replication tasks are kept. Thread-safe. */
public interface ReplicationTasks {
    List<ReplicationTask> all();

    Optional<ReplicationTask> find(String id);

    /** @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    void add(ReplicationTask task);

    /**
     * Replaces a task whose stored version is {@code task.version()}; the stored version grows by one.
     *
     * @throws org.datastoreguard.error.GuardException VERSION_CONFLICT, NOT_FOUND, NAME_TAKEN
     */
    ReplicationTask update(ReplicationTask task);

    void remove(String id);

    /** Does something while no other thread or server does. Not to be nested. */
    <T> T alone(Supplier<T> work);
}
