package org.datastoreguard.snapshot;

import java.util.List;
import java.util.Optional;

/** Where snapshot tasks are kept. Thread-safe. */
public interface SnapshotTasks {
    List<SnapshotTask> all();

    Optional<SnapshotTask> find(String id);

    /** @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    void add(SnapshotTask task);

    /**
     * Replaces a task whose stored version is {@code task.version()}; the stored version grows by one.
     *
     * @throws org.datastoreguard.error.GuardException VERSION_CONFLICT, NOT_FOUND, NAME_TAKEN
     */
    SnapshotTask update(SnapshotTask task);

    void remove(String id);
}
