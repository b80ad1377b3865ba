package org.datastoreguard.jobs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/**
 * The story of a run under way: kept in memory, written to the store by {@link #write}. Its worker, the connection's
 * threads and the watch all come here; thread-safe.
 */
final class RunStory implements Story {
    private final Runs runs;
    private final Listeners listeners;
    private final Cancellation cancellation;
    private final RunLog log;
    private final Clock clock;
    private final Pace pace;
    private final List<Run.Step> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable String waitingFor;
    private Run run;
    private boolean changed = true;
    private boolean disowned;
    private boolean closed;

    RunStory(Run run, Runs runs, Listeners listeners, Cancellation cancellation, Clock clock) {
        this.run = run;
        this.runs = runs;
        this.listeners = listeners;
        this.cancellation = cancellation;
        this.log = new RunLog(runs, run.id(), clock);
        this.clock = clock;
        this.pace = new Pace(clock.instant());
    }

    @Override
    public void info(String line) {
        log.add(LogLine.Level.INFO, line);
        change(() -> {});
    }

    @Override
    public void warn(String line) {
        log.add(LogLine.Level.WARN, line);
        change(() -> warnings.add(line));
    }

    void error(String line) {
        log.add(LogLine.Level.ERROR, line);
        change(() -> {});
    }

    @Override
    public Step step(String dataset, @Nullable String from, String to, long bytesTotal) {
        synchronized (this) {
            int number = steps.size() + 1;
            steps.add(new Run.Step(number, dataset, from, to, Run.StepState.PENDING, 0, bytesTotal));
            changed = true;
            return new StoryStep(number - 1);
        }
    }

    @Override
    public void waitingFor(@Nullable String reason) {
        change(() -> waitingFor = reason);
    }

    @Override
    public void checkCancelled() {
        cancellation.check();
    }

    @Override
    public Registration onCancel(Runnable action) {
        return cancellation.onCancel(action);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The run as told so far, or as it was closed. */
    synchronized Run run() {
        return closed ? run : told(pace.recent(clock.instant(), bytesDone()));
    }

    /** The same when there is nothing more to tell: how fast it went is now a matter of the whole attempt. */
    synchronized Run whole() {
        return told(pace.average(clock.instant(), bytesDone()));
    }

    private Run told(@Nullable Long bytesPerSecond) {
        return run.told(waitingFor, steps, warnings, bytesPerSecond);
    }

    private long bytesDone() {
        return steps.stream().mapToLong(Run.Step::bytesDone).sum();
    }

    /** From now on nothing is written any more: another server has taken the run over. */
    synchronized void disown() {
        disowned = true;
    }

    synchronized boolean disowned() {
        return disowned;
    }

    private synchronized void change(Runnable edit) {
        edit.run();
        changed = true;
    }

    /** Brings the store up to date, if there is something new. */
    synchronized void write() {
        if (!changed || disowned) {
            return;
        }
        log.write();
        runs.save(run());
        changed = false;
        listeners.changed(run.id());
    }

    /** The last word: the run in its final state or put aside. */
    synchronized void close(Run last) {
        waitingFor = last.waitingFor();
        run = last;
        closed = true;
        changed = true;
        write();
    }

    private final class StoryStep implements Step {
        private final int index;

        StoryStep(int index) {
            this.index = index;
        }

        @Override
        public void started() {
            replace(step -> at(step, Run.StepState.RUNNING, step.bytesDone(), step.bytesTotal()));
        }

        @Override
        public void bytesDone(long bytes) {
            replace(step -> at(step, step.state(), Math.max(bytes, step.bytesDone()), step.bytesTotal()));
        }

        @Override
        public void bytesTotal(long bytes) {
            replace(step -> at(step, step.state(), step.bytesDone(), bytes));
        }

        @Override
        public void succeeded() {
            replace(step -> at(step, Run.StepState.SUCCEEDED, step.bytesDone(), step.bytesTotal()));
        }

        @Override
        public void failed() {
            replace(step -> at(step, Run.StepState.FAILED, step.bytesDone(), step.bytesTotal()));
        }

        @Override
        public void skipped() {
            replace(step -> at(step, Run.StepState.SKIPPED, step.bytesDone(), step.bytesTotal()));
        }

        private void replace(java.util.function.UnaryOperator<Run.Step> edit) {
            change(() -> {
                Run.Step step = steps.get(index);
                if (step.state() == Run.StepState.PENDING || step.state() == Run.StepState.RUNNING) {
                    steps.set(index, edit.apply(step));
                }
            });
        }

        private static Run.Step at(Run.Step step, Run.StepState state, long done, long total) {
            return new Run.Step(step.number(), step.dataset(), step.from(), step.to(), state, done, total);
        }
    }
}
