package org.datastoreguard.jobs;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The runs that this server performs at the moment, each on a thread of its own. Thread-safe. */
final class RunPerformance {
    private static final Logger LOG = LoggerFactory.getLogger(RunPerformance.class);

    private final Runs runs;
    private final Listeners listeners;
    private final Executor executor;
    private final Clock clock;
    private final JobsSettings settings;
    private final Map<String, RunStory> active = new ConcurrentHashMap<>();
    private volatile boolean closing;

    RunPerformance(Runs runs, Listeners listeners, Executor executor, Clock clock, JobsSettings settings) {
        this.runs = runs;
        this.listeners = listeners;
        this.executor = executor;
        this.clock = clock;
        this.settings = settings;
    }

    /** How it came out, for the queue; the run itself tells whether it succeeded. */
    enum Result {
        ENDED,
        PUT_ASIDE,
        PAUSED,
        TAKEN_OVER
    }

    boolean busy() {
        return active.size() >= settings.runsPerServer();
    }

    boolean closing() {
        return closing;
    }

    /** Whether this server is at it right now. */
    boolean performs(String runId) {
        return active.containsKey(runId);
    }

    Collection<RunStory> active() {
        return List.copyOf(active.values());
    }

    /** Asks a run to end, if this server performs it. */
    void cancel(String runId) {
        Optional.ofNullable(active.get(runId))
                .ifPresent(story -> story.cancellation().request(onRequest()));
    }

    static GuardException onRequest() {
        return new GuardException(ErrorCode.CANCELLED, "Cancelled on request");
    }

    static GuardException atEndOf(PlannedTask task) {
        return new GuardException(
                ErrorCode.WINDOW_CLOSED, "The window " + task.window() + " (" + task.zone() + ") closed");
    }

    /** Asks all runs to put themselves aside, and begins no other. */
    void stop() {
        closing = true;
        active.values().forEach(this::stop);
    }

    private void stop(RunStory story) {
        story.cancellation().request(new GuardException(ErrorCode.SHUTTING_DOWN, "The server is being stopped"));
    }

    Result perform(Run run, PlannedTask task, Work work) {
        RunStory story = new RunStory(run, runs, listeners, new Cancellation(executor), clock);
        active.put(run.id(), story);
        try (MDC.MDCCloseable mdc = MDC.putCloseable("run", run.id())) {
            if (closing) {
                stop(story);
            }
            tellStart(story, run, task);
            story.write();
            return conclude(story, outcome(story, work));
        } finally {
            active.remove(run.id());
        }
    }

    /** The run has ended; only its log still grows. */
    void abandon(Run run, Work work) {
        RunStory story = new RunStory(run, runs, listeners, new Cancellation(executor), clock);
        work.abandon(story);
        story.write();
    }

    private static void tellStart(RunStory story, Run run, PlannedTask task) {
        if (run.attempt() > 1) {
            story.info("Taken up again where it was interrupted, attempt " + run.attempt());
        }
        if (run.trigger() == RunTrigger.MANUAL && task.window() != null) {
            story.info(
                    "The window " + task.window() + " (" + task.zone() + ") does not hold for a run started by hand");
        }
    }

    /** What the work threw; empty when it reached its end. */
    private static Optional<GuardException> outcome(RunStory story, Work work) {
        try {
            story.checkCancelled();
            work.perform(story);
            return Optional.empty();
        } catch (GuardException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            String incident = UUID.randomUUID().toString();
            LOG.error("Incident {}", incident, e);
            String message = "Unexpected error; the server's log has more under incident " + incident;
            return Optional.of(new GuardException(ErrorCode.INTERNAL, message, e));
        }
    }

    private Result conclude(RunStory story, Optional<GuardException> thrown) {
        if (story.disowned()) {
            return Result.TAKEN_OVER;
        }
        Run told = story.whole();
        if (thrown.isEmpty()) {
            RunState state = told.warnings().isEmpty() ? RunState.SUCCEEDED : RunState.SUCCEEDED_WITH_WARNINGS;
            story.close(told.ended(state, null, clock.instant()));
            return Result.ENDED;
        }
        // A killed transfer reports a broken connection; the reason is that somebody asked for it.
        GuardException reason = story.cancellation().reason().orElse(thrown.get());
        if (reason.code() == ErrorCode.SHUTTING_DOWN) {
            story.info("Put aside, because the server is being stopped");
            story.close(told.waiting("the server to be started again"));
            return Result.PUT_ASIDE;
        }
        if (reason.code() == ErrorCode.WINDOW_CLOSED) {
            story.info(reason.message() + ": paused; what has arrived stays, and the rest is sent when it next opens");
            story.close(told.waiting("its window to open"));
            return Result.PAUSED;
        }
        story.error(reason.message());
        RunState state = reason.code() == ErrorCode.CANCELLED ? RunState.CANCELLED : RunState.FAILED;
        story.close(told.ended(state, failure(reason), clock.instant()));
        return Result.ENDED;
    }

    static Run.Failure failure(GuardException e) {
        return new Run.Failure(
                e.code(), e.code().temporary(), e.message(), e.stderr().orElse(null));
    }
}
