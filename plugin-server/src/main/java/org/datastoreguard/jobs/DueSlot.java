package org.datastoreguard.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;

/**
 * What becomes of the slots that are due (design/engine.md, rule 21). Several that were missed are one run.
 *
 * @param slot the latest slot due
 * @param run whether it is run, or only recorded as missed
 * @param remark for the log or as the reason; empty when there is nothing to say
 */
record DueSlot(Instant slot, RunTrigger trigger, boolean run, String remark) {
    /** A server that looks this late was busy, not away. */
    private static final Duration PUNCTUAL = Duration.ofMinutes(1);

    /**
     * @param planned the slot that was waited for
     * @return empty when the schedule has no slot between {@code planned} and {@code now} any more
     */
    static Optional<DueSlot> of(PlannedTask task, TaskSchedule schedule, Instant planned, Instant now) {
        TaskSchedule.Missed due = schedule.missed(planned.minusNanos(1), now);
        if (due.count() == 0) {
            return Optional.empty();
        }
        if (Duration.between(due.latest(), now).compareTo(PUNCTUAL) <= 0) {
            String remark = due.count() == 1 ? "" : earlier(due, planned) + " missed while no server ran";
            return Optional.of(new DueSlot(due.latest(), RunTrigger.SCHEDULE, true, remark));
        }
        String missed = all(due, planned) + " missed while no server ran";
        Optional<String> obstacle = obstacle(task, now);
        return Optional.of(new DueSlot(
                due.latest(),
                RunTrigger.CATCH_UP,
                obstacle.isEmpty(),
                missed + obstacle.orElse("; this run makes up for it")));
    }

    private static Optional<String> obstacle(PlannedTask task, Instant now) {
        Window window = task.window();
        if (!task.catchUp()) {
            return Optional.of("; the task does not catch up");
        }
        return window == null || window.isOpen(now, task.zone())
                ? Optional.empty()
                : Optional.of("; its window " + window + " (" + task.zone() + ") is closed now");
    }

    private static String earlier(TaskSchedule.Missed due, Instant first) {
        return counted(due.count() - 1, due.more()) + " before it, from " + first + " on,"
                + (due.count() == 2 ? " was" : " were");
    }

    private static String all(TaskSchedule.Missed due, Instant first) {
        return due.count() == 1
                ? "The slot " + first + " was"
                : counted(due.count(), due.more()) + " from " + first + " to " + due.latest() + " were";
    }

    private static String counted(int count, boolean more) {
        return (more ? "More than " : "") + count + (count == 1 ? " slot" : " slots");
    }
}
