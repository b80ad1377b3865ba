package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.schedule.TaskSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done again and again beside the work: progress is written, requests to cancel are heard whichever server they
 * were made to, and what a crash between two writes left apart is put together.
 */
final class RunWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);
    private static final int MOST_UNENDED = 10_000;

    private final RunPerformance performance;
    private final Claims claims;
    private final Runs runs;
    private final PlannedTasks tasks;
    private final RunQueue queue;
    private final Clock clock;
    private final String nodeId;

    RunWatch(
            RunPerformance performance,
            Claims claims,
            Runs runs,
            PlannedTasks tasks,
            RunQueue queue,
            Clock clock,
            String nodeId) {
        this.performance = performance;
        this.claims = claims;
        this.runs = runs;
        this.tasks = tasks;
        this.queue = queue;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    /** A story that cannot be written now is written later, complete. */
    void writeStories() {
        performance.active().forEach(story -> safely("write the story of a run", story::write));
    }

    void lookAround() {
        if (!performance.active().isEmpty()) {
            safely("look for cancelled runs", this::heedClaims);
            safely("look for windows that closed", this::heedWindows);
        }
    }

    private void heedClaims() {
        Collection<RunStory> stories = performance.active();
        Map<String, Claim> byRun = claims.all().stream().collect(Collectors.toMap(Claim::runId, Function.identity()));
        for (RunStory story : stories) {
            Run run = story.run();
            Optional<Claim> claim = Optional.ofNullable(byRun.get(run.id()));
            if (claim.filter(c -> c.nodeId().equals(nodeId) && c.attempt() == run.attempt())
                    .isEmpty()) {
                disown(story, run);
            } else if (claim.filter(Claim::cancelRequested).isPresent()) {
                story.cancellation().request(RunPerformance.onRequest());
            }
        }
    }

    /** By the task as it is now: somebody may have widened the window since the run began. */
    private void heedWindows() {
        Instant now = clock.instant();
        for (RunStory story : performance.active()) {
            Run run = story.run();
            tasks.find(run.kind(), run.taskId())
                    .filter(task -> task.pauses(run.trigger(), now))
                    .ifPresent(task -> story.cancellation().request(RunPerformance.atEndOf(task)));
        }
    }

    /** This server was thought dead, or its clock stood still: another one performs the run by now. */
    private void disown(RunStory story, Run run) {
        if (!run.state().ended() && performance.active().contains(story)) {
            LOG.warn("Another server has taken over run {}; this one stops working on it", run.id());
            story.disown();
            story.cancellation()
                    .request(new GuardException(ErrorCode.SHUTTING_DOWN, "Another server has taken over this run"));
        }
    }

    void reconcile() {
        safely("queue runs that were left over", this::queueLeftOvers);
        safely("plan slots", this::planSlots);
    }

    private void queueLeftOvers() {
        Set<String> unended = new HashSet<>();
        for (RunState state : List.of(RunState.QUEUED, RunState.WAITING, RunState.RUNNING)) {
            runs.list(new Runs.Filter(null, null, state, null), MOST_UNENDED, null)
                    .forEach(run -> unended.add(run.id()));
        }
        unended.removeAll(queue.queued());
        unended.forEach(queue::perform);
    }

    /** Leaves a slot alone that is due: it is about to be seen to, late or not. */
    private void planSlots() {
        Map<String, Instant> planned = queue.planned();
        Instant now = clock.instant();
        for (PlannedTask task : tasks.all()) {
            Optional<TaskSchedule> schedule =
                    Optional.ofNullable(task.schedule()).filter(s -> task.enabled());
            Optional<Instant> next = schedule.flatMap(s -> s.nextSlot(now));
            Instant current = planned.get(RunQueue.slotId(task.kind(), task.id()));
            boolean due = current != null && !current.isAfter(now);
            if (next.isPresent() && !due && !next.get().equals(current)) {
                queue.plan(task.kind(), task.id(), next.get());
            }
        }
    }

    private static void safely(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("Could not {}; trying again soon", what, e);
        }
    }
}
