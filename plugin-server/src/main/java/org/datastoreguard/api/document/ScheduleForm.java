package org.datastoreguard.api.document;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.datastoreguard.schedule.CronFields;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.jspecify.annotations.Nullable;

/** When something is due, from the members that say so. Pure. */
public final class ScheduleForm {
    private ScheduleForm() {}

    /** What was sent; of {@code schedule} and {@code interval} exactly one. */
    public record Wish(
            @Nullable CronDocument schedule,
            @Nullable String interval,
            @Nullable List<DayOfWeek> weekdays,
            @Nullable String begin,
            @Nullable String end,
            @Nullable String timeZone) {}

    /** Null where a rule is broken, which is noted then. */
    public static @Nullable TaskSchedule read(Wish d, FormErrors errors) {
        ZoneId zone = TextRules.zone(d.timeZone(), errors);
        Window window = TextRules.window(d.begin(), d.end(), errors);
        TaskSchedule.Rule rule = rule(d, errors);
        return rule == null ? null : errors.check("schedule", () -> new TaskSchedule(rule, window, zone));
    }

    private static TaskSchedule.@Nullable Rule rule(Wish d, FormErrors errors) {
        if ((d.schedule() == null) == (d.interval() == null)) {
            if (!errors.has("schedule") && !errors.has("interval")) {
                errors.add(
                        "schedule",
                        "give either schedule or interval; to change from one to the other, set the first to null");
            }
            return null;
        }
        if (d.schedule() != null) {
            if (d.weekdays() != null) {
                errors.add("weekdays", "goes with interval; with schedule, use schedule.dayOfWeek");
            }
            CronFields fields = errors.check("schedule", d.schedule()::toFields);
            return fields == null ? null : new TaskSchedule.Cron(fields);
        }
        return interval(requireNonNull(d.interval()), d.weekdays(), errors);
    }

    private static TaskSchedule.@Nullable Rule interval(
            String text, @Nullable List<DayOfWeek> weekdays, FormErrors errors) {
        if (weekdays != null && weekdays.isEmpty()) {
            errors.add("weekdays", "must name at least one day; leave it out for every day");
        }
        Duration every = duration("interval", text, errors);
        Set<DayOfWeek> days = weekdays == null ? Set.of() : Set.copyOf(weekdays);
        return every == null ? null : errors.check("interval", () -> new TaskSchedule.Interval(every, days));
    }

    static @Nullable Duration duration(String field, String text, FormErrors errors) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            errors.add(field, "must be an ISO-8601 duration such as PT5M or PT1H");
            return null;
        }
    }
}
