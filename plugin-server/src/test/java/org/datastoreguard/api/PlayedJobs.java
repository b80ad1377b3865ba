package org.datastoreguard.api;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Jobs;
import org.datastoreguard.jobs.LogLine;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunEvents;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/** Runs that go as far as the test takes them; what happens is kept in the real store. */
final class PlayedJobs implements Jobs, RunEvents {
    final List<String> changed = new ArrayList<>();
    private final Runs runs;
    private final Clock clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private int number;

    PlayedJobs(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public void start() {}

    @Override
    public void taskChanged(RunKind kind, String taskId) {
        changed.add(kind + " " + taskId);
    }

    @Override
    public Run runNow(RunKind kind, String taskId) {
        if (!runs.unended(taskId).isEmpty()) {
            throw new GuardException(ErrorCode.ALREADY_RUNNING, "A run of this task is under way");
        }
        Run run = run("run-%04d".formatted(++number), kind, taskId, RunState.QUEUED, 0, null);
        runs.open(run);
        return run;
    }

    private Run run(String id, RunKind kind, String taskId, RunState state, long bytes, @Nullable Instant ended) {
        Instant now = clock.instant();
        return new Run(
                id,
                kind,
                taskId,
                "a task",
                null,
                state,
                null,
                RunTrigger.MANUAL,
                null,
                now,
                state == RunState.QUEUED ? null : now.minusSeconds(10),
                ended,
                List.of(),
                bytes,
                1000,
                state == RunState.RUNNING ? bytes / 10 : null,
                List.of(),
                null,
                1,
                "node-1");
    }

    @Override
    public Run cancel(String runId) {
        return end(runId, RunState.CANCELLED);
    }

    void goesOn(String runId, long bytes) {
        Run run = runs.find(runId).orElseThrow();
        runs.save(run(runId, run.kind(), run.taskId(), RunState.RUNNING, bytes, null));
        tell(runId);
    }

    Run end(String runId, RunState state) {
        Run run = runs.find(runId).orElseThrow();
        runs.save(run(runId, run.kind(), run.taskId(), state, 1000, clock.instant()));
        tell(runId);
        return runs.find(runId).orElseThrow();
    }

    void says(String runId, long line, String text) {
        runs.appendLog(runId, List.of(new LogLine(line, clock.instant(), LogLine.Level.INFO, text)));
        tell(runId);
    }

    private void tell(String runId) {
        listeners.forEach(listener -> listener.accept(runId));
    }

    @Override
    public Story.Registration listen(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {}
}
