package org.datastoreguard.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be executed when: db-scheduler's table, in our words. There is one execution for each run that has not
 * ended, one for the next slot of each scheduled task, and one for each errand. Thread-safe once connected.
 */
final class RunQueue {
    static final String RUNS = "run";
    static final String SLOTS = "slot";
    static final String ERRANDS = "errand";

    private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);
    private static final int NUDGES = 20;
    private static final int NUDGE_AGAIN_MILLIS = 250;

    private final Clock clock;
    private @Nullable Scheduler scheduler;

    RunQueue(Clock clock) {
        this.clock = clock;
    }

    /** The scheduler is built from the very tasks that use this queue, so it can only come later. */
    void connect(Scheduler built) {
        scheduler = built;
    }

    private Scheduler scheduler() {
        if (scheduler == null) {
            throw new IllegalStateException("not connected");
        }
        return scheduler;
    }

    /** Has a run performed as soon as there is a thread; nothing happens when it is queued already. */
    void perform(String runId) {
        scheduler().scheduleIfNotExists(new TaskInstance<Void>(RUNS, runId), clock.instant());
    }

    /**
     * Lets a run that waits look again now. One that is just looking may have looked before the change that it should
     * see, and be about to wait for hours: it is nudged again once it has looked.
     */
    void nudge(String runId) {
        nudge(runId, NUDGES);
    }

    private void nudge(String runId, int left) {
        try {
            scheduler().reschedule(TaskInstanceId.of(RUNS, runId), clock.instant());
        } catch (TaskInstanceCurrentlyExecutingException e) {
            if (left > 0) {
                CompletableFuture.delayedExecutor(NUDGE_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> nudge(runId, left - 1));
            }
        } catch (TaskInstanceNotFoundException e) {
            LOG.debug("Run {} is not queued any more", runId);
        } catch (RuntimeException e) {
            // A nudge only saves time; one that comes when the server is stopping has nobody to tell.
            LOG.debug("Run {} was not nudged", runId, e);
        }
    }

    void drop(String runId) {
        quietly(() -> scheduler().cancel(TaskInstanceId.of(RUNS, runId)));
    }

    /** Plans the next slot of a task, in place of the one planned before. */
    void plan(RunKind kind, String taskId, Instant slot) {
        quietly(() -> scheduler()
                .schedule(
                        new TaskInstance<>(SLOTS, slotId(kind, taskId), slot.toString()),
                        slot,
                        ScheduleOptions.WHEN_EXISTS_RESCHEDULE));
    }

    void unplan(RunKind kind, String taskId) {
        quietly(() -> scheduler().cancel(TaskInstanceId.of(SLOTS, slotId(kind, taskId))));
    }

    void wantErrand(String name) {
        scheduler().scheduleIfNotExists(new TaskInstance<Void>(ERRANDS, name), clock.instant());
    }

    void hurryErrand(String name) {
        quietly(() -> scheduler()
                .schedule(
                        new TaskInstance<Void>(ERRANDS, name),
                        clock.instant(),
                        ScheduleOptions.WHEN_EXISTS_RESCHEDULE));
    }

    /** Ids of the runs in the queue. */
    Set<String> queued() {
        Set<String> ids = new HashSet<>();
        scheduler()
                .fetchScheduledExecutionsForTask(
                        RUNS, Void.class, e -> ids.add(e.getTaskInstance().getId()));
        return ids;
    }

    /** The slots that are planned, by {@link #slotId}. */
    Map<String, Instant> planned() {
        Map<String, Instant> slots = new HashMap<>();
        scheduler()
                .fetchScheduledExecutionsForTask(
                        SLOTS, String.class, e -> slots.put(e.getTaskInstance().getId(), Instant.parse(e.getData())));
        return slots;
    }

    static String slotId(RunKind kind, String taskId) {
        return kind + ":" + taskId;
    }

    /** An execution that is gone or under way finds out for itself what has changed. */
    private static void quietly(Runnable change) {
        try {
            change.run();
        } catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException e) {
            return;
        }
    }
}
