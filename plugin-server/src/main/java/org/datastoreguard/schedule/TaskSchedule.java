package org.datastoreguard.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a task is due.
 *
 * @param rule cron fields, or the simple form: every so often on some weekdays
 * @param window null for all day
 */
public record TaskSchedule(Rule rule, @Nullable Window window, ZoneId zone) {

    public sealed interface Rule {}

    public record Cron(CronFields fields) implements Rule {}

    /** @param weekdays the days it runs on; with a window across midnight, the day the window opened */
    public record Interval(Duration every, Set<DayOfWeek> weekdays) implements Rule {
        public Interval {
            weekdays = Set.copyOf(weekdays);
        }
    }
}
