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
import org.jspecify.annotations.Nullable;

/**
 * What is to be executed when: db-scheduler's table, in our words. There is one execution for each run that has not
 * ended and one for the next slot of each scheduled task. Thread-safe once connected.
 */
final class RunQueue {
    static final String RUNS = "run";
    static final String SLOTS = "slot";

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

    /** Lets a run that waits look again now. One that is just looking is left alone: it looks again by itself. */
    void nudge(String runId) {
        quietly(() -> scheduler().reschedule(TaskInstanceId.of(RUNS, runId), clock.instant()));
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
