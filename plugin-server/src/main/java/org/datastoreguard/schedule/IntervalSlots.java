package org.datastoreguard.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import org.datastoreguard.schedule.TaskSchedule.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The slots of the simple form. Each day starts anew at the window's begin, or at midnight: every 7 hours is 00:00,
 * 07:00, 14:00, 21:00, and 00:00 again.
 *
 * <p>Up to an hour, an interval is a promise about elapsed time, and goes on through a repeated hour; longer ones are
 * clock times (06:00, 12:00 …), to which the rule for clock times applies.
 */
final class IntervalSlots implements Slots {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAYS_IN_WEEK = 7;
    /** Longer than the longest interval, and a week for its weekday. */
    private static final int HORIZON_DAYS = 380;

    private final Interval interval;
    private final @Nullable Window window;
    private final ZoneId zone;

    IntervalSlots(Interval interval, @Nullable Window window, ZoneId zone) {
        this.interval = interval;
        this.window = window;
        this.zone = zone;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalDate yesterday = after.atZone(zone).toLocalDate().minusDays(1);
        for (int i = 0; i < HORIZON_DAYS; i++) {
            LocalDate day = yesterday.plusDays(i);
            Optional<Instant> slot = runsOn(day) ? next(day, after) : Optional.empty();
            if (slot.isPresent()) {
                return slot;
            }
        }
        return Optional.empty();
    }

    private boolean runsOn(LocalDate day) {
        long days = interval.every().toDays();
        if (days % DAYS_IN_WEEK == 0 && days > 0) {
            LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            boolean inTurn = Math.floorMod(daysSince1970(monday), days) == 0;
            return inTurn && (interval.weekdays().isEmpty() ? day.equals(monday) : hasWeekday(day));
        }
        return hasWeekday(day) && (days < 2 || Math.floorMod(daysSince1970(day), days) == 0);
    }

    private boolean hasWeekday(LocalDate day) {
        return interval.weekdays().isEmpty() || interval.weekdays().contains(day.getDayOfWeek());
    }

    private static long daysSince1970(LocalDate day) {
        return ChronoUnit.DAYS.between(LocalDate.of(1970, 1, 5), day);
    }

    private Optional<Instant> next(LocalDate day, Instant after) {
        return interval.every().compareTo(HOUR) <= 0 ? nextElapsed(day, after) : nextOnClock(day, after);
    }

    private Optional<Instant> nextElapsed(LocalDate day, Instant after) {
        Window.Span span =
                window == null ? new Window.Span(start(day), start(day.plusDays(1))) : window.spanOf(day, zone);
        long passed = Duration.between(span.from(), after).toSeconds();
        long step = interval.every().toSeconds();
        Instant slot = span.from().plusSeconds(Math.max(0, (Math.floorDiv(passed, step) + 1) * step));
        return span.contains(slot) ? Optional.of(slot) : Optional.empty();
    }

    private Instant start(LocalDate day) {
        return LocalClock.first(day.atStartOfDay(), zone);
    }

    private Optional<Instant> nextOnClock(LocalDate day, Instant after) {
        LocalDateTime last = lastOf(day);
        LocalDateTime local = day.atTime(window == null ? LocalTime.MIDNIGHT : window.begin());
        Instant slot = LocalClock.first(local, zone);
        while (!slot.isAfter(after)) {
            local = local.plus(interval.every());
            if (local.isAfter(last) || interval.every().compareTo(DAY) >= 0) {
                return Optional.empty();
            }
            slot = LocalClock.first(local, zone);
        }
        return Optional.of(slot);
    }

    private LocalDateTime lastOf(LocalDate day) {
        if (window == null) {
            return day.plusDays(1).atStartOfDay().minusMinutes(1);
        }
        return (window.crossesMidnight() ? day.plusDays(1) : day).atTime(window.end());
    }
}
