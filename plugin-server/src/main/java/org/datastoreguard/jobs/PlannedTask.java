package org.datastoreguard.jobs;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.jspecify.annotations.Nullable;

/**
 * What its runs need to know of a task: when it is due and when it may start.
 *
 * @param datastoreId null for a task that names datasets
 * @param schedule null for a task that starts after others or by hand only
 * @param window in which its runs may start, in {@code zone}; null for all day
 * @param pauseAtEnd whether a run under way is put aside when the window closes, and goes on when it next opens
 * @param catchUp whether a slot that went by while no server ran is run once on return
 * @param follows ids of the snapshot tasks after whose runs it starts
 */
public record PlannedTask(
        RunKind kind,
        String id,
        String name,
        @Nullable String datastoreId,
        @Nullable TaskSchedule schedule,
        @Nullable Window window,
        ZoneId zone,
        boolean pauseAtEnd,
        boolean catchUp,
        boolean enabled,
        Set<String> follows) {
    public PlannedTask {
        follows = Set.copyOf(follows);
    }

    /** Whether a run that started so has to be put aside now. */
    boolean pauses(RunTrigger trigger, Instant now) {
        return pauseAtEnd && window != null && trigger != RunTrigger.MANUAL && !window.isOpen(now, zone);
    }
}
