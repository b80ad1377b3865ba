package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.datastoreguard.schedule.TaskSchedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server's clock is set by an hour, as by a person or a time service that came back. */
@Timeout(120)
class SteppedClockTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String TASK = "hourly";
    private static final String WITNESS = "witness";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant ELEVEN = Instant.parse("2026-11-21T11:00:00Z");

    private final MovableClock clock = new MovableClock(ELEVEN.minusSeconds(40));
    private final Map<String, PlannedTask> tasks = new ConcurrentHashMap<>();
    private OneServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = new OneServer(
                directory.resolve("runs"),
                tasks,
                story -> {},
                clock,
                new JobsSettings("a", 2, 8, Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(5)));
        server.jobs.start();
        plan(TASK);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClockThatGoesBackAnHourRunsNoSlotAgain() {
        clock.set(ELEVEN);
        awaitRun(TASK, ELEVEN);

        clock.set(ELEVEN.minusSeconds(3570));
        plan(TASK);
        plan(WITNESS);
        clock.set(ELEVEN.plusSeconds(2));
        awaitRun(WITNESS, ELEVEN);
        clock.set(ELEVEN.plus(HOUR));
        awaitRun(TASK, ELEVEN.plus(HOUR));

        assertThat(slots()).containsExactly(ELEVEN.plus(HOUR), ELEVEN);
    }

    @Test
    void aClockThatWasAnHourAheadForAWhileRunsNoSlotAgain() {
        clock.set(ELEVEN.plus(HOUR).plusSeconds(5));
        awaitRun(TASK, ELEVEN.plus(HOUR));

        clock.set(ELEVEN.plusSeconds(5));
        plan(TASK);
        plan(WITNESS);
        clock.set(ELEVEN.plus(HOUR).plusSeconds(2));
        awaitRun(WITNESS, ELEVEN.plus(HOUR));
        clock.set(ELEVEN.plus(HOUR.multipliedBy(2)));
        awaitRun(TASK, ELEVEN.plus(HOUR.multipliedBy(2)));

        assertThat(slots()).containsExactly(ELEVEN.plus(HOUR.multipliedBy(2)), ELEVEN.plus(HOUR));
    }

    /** A witness has had no run yet: its own shows that a slot has come. */
    private void plan(String id) {
        TaskSchedule hourly = new TaskSchedule(new TaskSchedule.Interval(HOUR, Set.of()), null, UTC);
        tasks.put(
                id,
                new PlannedTask(
                        RunKind.SNAPSHOT, id, "Task " + id, null, hourly, null, UTC, false, true, true, Set.of()));
        server.jobs.taskChanged(RunKind.SNAPSHOT, id);
    }

    private void awaitRun(String task, Instant slot) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> runs(task).stream()
                        .anyMatch(run -> slot.equals(run.slot()) && run.state() == RunState.SUCCEEDED));
    }

    private List<Instant> slots() {
        return runs(TASK).stream().map(Run::slot).toList();
    }

    private List<Run> runs(String task) {
        return server.runs.list(new Runs.Filter(task, null, null, null), 100, null);
    }
}
