package org.datastoreguard.jobs;

import java.util.List;
import java.util.Optional;

/** All tasks, seen by their runs. Thread-safe; every call reads afresh. */
public interface PlannedTasks {
    List<PlannedTask> all();

    Optional<PlannedTask> find(RunKind kind, String id);
}
