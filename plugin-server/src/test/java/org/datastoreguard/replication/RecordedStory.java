package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/** A story that is only remembered, and can be cancelled. */
final class RecordedStory implements Story {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<RecordedStep> steps = new CopyOnWriteArrayList<>();
    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add(line);
        warnings.add(line);
    }

    @Override
    public Step step(String dataset, @Nullable String from, String to, long bytesTotal) {
        RecordedStep step = new RecordedStep(dataset, to);
        steps.add(step);
        return step;
    }

    @Override
    public void waitingFor(@Nullable String reason) {}

    @Override
    public void checkCancelled() {
        if (cancelled) {
            throw new GuardException(ErrorCode.CANCELLED, "Cancelled by the test");
        }
    }

    @Override
    public Registration onCancel(Runnable action) {
        onCancel.add(action);
        if (cancelled) {
            action.run();
        }
        return () -> onCancel.remove(action);
    }

    void cancel() {
        cancelled = true;
        onCancel.forEach(Runnable::run);
    }

    long bytes() {
        return steps.stream().mapToLong(step -> step.bytes).sum();
    }

    List<String> states() {
        List<String> states = new ArrayList<>();
        steps.forEach(step -> states.add(step.state));
        return states;
    }

    static final class RecordedStep implements Step {
        final String dataset;
        final String to;
        volatile String state = "pending";
        volatile long bytes;
        volatile long total = -1;

        RecordedStep(String dataset, String to) {
            this.dataset = dataset;
            this.to = to;
        }

        @Override
        public void started() {
            state = "running";
        }

        @Override
        public void bytesDone(long done) {
            bytes = Math.max(bytes, done);
        }

        @Override
        public void bytesTotal(long expected) {
            total = expected;
        }

        @Override
        public void succeeded() {
            state = "succeeded";
        }

        @Override
        public void failed() {
            state = "failed";
        }

        @Override
        public void skipped() {
            state = "skipped";
        }
    }
}
