package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.datastoreguard.schedule.TaskSchedule;

/** What happens at a task's slot: its run is opened, and the next slot planned. */
final class SlotExecution {
    private final PlannedTasks tasks;
    private final RunDesk desk;
    private final Clock clock;

    SlotExecution(PlannedTasks tasks, RunDesk desk, Clock clock) {
        this.tasks = tasks;
        this.desk = desk;
        this.clock = clock;
    }

    /** @return the next slot; empty when the task has none any more */
    Optional<Instant> perform(String slotId, Instant planned) {
        Optional<PlannedTask> found = find(slotId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PlannedTask task = found.get();
        TaskSchedule schedule = task.schedule();
        if (!task.enabled() || schedule == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        DueSlot.of(task, schedule, planned, now).ifPresent(due -> open(task, due));
        return schedule.nextSlot(now);
    }

    private void open(PlannedTask task, DueSlot due) {
        if (due.run()) {
            desk.openAutomatically(task, due.trigger(), due.slot(), due.remark());
        } else {
            desk.recordMissed(task, due.slot(), due.remark());
        }
    }

    private Optional<PlannedTask> find(String slotId) {
        int colon = slotId.indexOf(':');
        return tasks.find(RunKind.valueOf(slotId.substring(0, colon)), slotId.substring(colon + 1));
    }
}
