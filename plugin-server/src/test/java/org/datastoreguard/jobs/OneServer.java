package org.datastoreguard.jobs;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.jobs.WorkFactory.Assignment;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.work.Work;

/** The scheduler of one server on an embedded database; its tasks are kept in memory and all do the same work. */
final class OneServer implements AutoCloseable {
    final StoredRuns runs;
    final SchedulerJobs jobs;
    private final Database database;

    OneServer(Path file, Map<String, PlannedTask> tasks, Work work, Clock clock, JobsSettings settings) {
        database = Database.open(DatabaseSettings.embedded(file));
        runs = new StoredRuns(database);
        Assignment assignment = new Assignment(work, List.of(), Set.of());
        jobs = new SchedulerJobs(database.dataSource(), runs, new InMemory(tasks), run -> assignment, clock, settings);
    }

    private record InMemory(Map<String, PlannedTask> tasks) implements PlannedTasks {
        @Override
        public List<PlannedTask> all() {
            return List.copyOf(tasks.values());
        }

        @Override
        public Optional<PlannedTask> find(RunKind kind, String id) {
            return Optional.ofNullable(tasks.get(id)).filter(task -> task.kind() == kind);
        }
    }

    @Override
    public void close() {
        jobs.close();
        database.close();
    }
}
