package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.replication.ReplicationTask;

/**
 * How far replications were behind at most on each of the last days: {@link ReplicationLag} at each moment of the past, told
 * from the same runs. Thread-safe.
 */
public final class LagHistory {
    private final Runs runs;
    private final Clock clock;

    public LagHistory(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * The largest lag of each day in UTC, today's until now; by task id. A day before anything had arrived is left out.
     *
     * @param first the first day
     */
    public Map<String, NavigableMap<LocalDate, Duration>> worst(List<ReplicationTask> tasks, LocalDate first) {
        Instant start = first.atStartOfDay().toInstant(ZoneOffset.UTC);
        Past past = new Past(tasks, start);
        runs.successes(start, past::succeeded);
        return past.until(clock.instant());
    }

    /** What had arrived where, while time goes on from run to run. */
    private final class Past {
        private final Map<String, ReplicationTask> tasks;
        private final Set<String> followed;
        private final Successes before;
        private final Map<String, NavigableMap<Instant, Instant>> snapshots = new HashMap<>();
        private final Map<String, LagCurve> curves = new HashMap<>();

        Past(List<ReplicationTask> tasks, Instant start) {
            this.tasks = tasks.stream().collect(Collectors.toMap(ReplicationTask::id, Function.identity()));
            this.followed = tasks.stream()
                    .flatMap(task -> task.snapshotTaskIds().stream())
                    .collect(Collectors.toSet());
            this.before = Successes.asOf(start, runs);
            ReplicationLag then = new ReplicationLag(before, runs, clock);
            tasks.forEach(task ->
                    curves.put(task.id(), new LagCurve(start, then.arrived(task).orElse(null))));
        }

        void succeeded(String taskId, Runs.Success run) {
            if (followed.contains(taskId)) {
                snapshots.computeIfAbsent(taskId, id -> new TreeMap<>()).put(run.endedAt(), run.startedAt());
            }
            ReplicationTask task = tasks.get(taskId);
            if (task != null) {
                curve(taskId).arrived(run.endedAt(), arrived(task, run.startedAt()));
            }
        }

        /** The curve of a task that is looked at. */
        private LagCurve curve(String taskId) {
            return Objects.requireNonNull(curves.get(taskId));
        }

        private Instant arrived(ReplicationTask task, Instant began) {
            return ReplicationLag.followsOwnSnapshots(task)
                    ? task.snapshotTaskIds().stream()
                            .map(snapshots::get)
                            .flatMap(Stream::ofNullable)
                            .map(taken -> taken.floorEntry(began))
                            .flatMap(Stream::ofNullable)
                            .map(Map.Entry::getValue)
                            .max(Comparator.naturalOrder())
                            .or(() -> before.began(task.snapshotTaskIds(), began))
                            .orElse(began)
                    : began;
        }

        Map<String, NavigableMap<LocalDate, Duration>> until(Instant now) {
            Map<String, NavigableMap<LocalDate, Duration>> worst = new HashMap<>();
            curves.forEach((id, curve) -> worst.put(id, curve.until(now)));
            return worst;
        }
    }
}
