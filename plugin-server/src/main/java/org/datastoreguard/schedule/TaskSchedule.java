package org.datastoreguard.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * When a task is due: the slots of its rule that lie in its window, in its zone. A schedule that would never come due
 * does not exist as a value.
 *
 * @param rule cron fields, or the simple form: every so often on some weekdays
 * @param window null for all day
 */
public record TaskSchedule(Rule rule, @Nullable Window window, ZoneId zone) {
    /** Any moment does: a rule either has slots within the horizon or never. */
    private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

    /** @throws GuardException INVALID_FIELD when no slot of the rule lies in the window */
    public TaskSchedule {
        if (slots(rule, window, zone).next(SOME_DAY).isEmpty()) {
            throw GuardException.invalid(
                    rule instanceof Cron ? "schedule" : "interval",
                    "never comes due"
                            + (window == null ? "" : " between begin " + window.begin() + " and end " + window.end()));
        }
    }

    /** The first slot after {@code after}. */
    public Optional<Instant> nextSlot(Instant after) {
        return slots(rule, window, zone).next(after);
    }

    /** The slots after {@code after} up to and including {@code upTo}: what a server that was away has missed. */
    public Missed missed(Instant after, Instant upTo) {
        Slots slots = slots(rule, window, zone);
        int count = 0;
        Instant latest = after;
        Optional<Instant> next = slots.next(after);
        while (next.isPresent() && !next.get().isAfter(upTo) && count < Missed.COUNTED) {
            latest = next.get();
            count++;
            next = slots.next(latest);
        }
        boolean more = next.isPresent() && !next.get().isAfter(upTo);
        return new Missed(count, more ? latestUpTo(slots, latest, upTo) : latest, more);
    }

    /** Looks back further and further, so that a long absence costs no more than a short one. */
    private static Instant latestUpTo(Slots slots, Instant after, Instant upTo) {
        Duration back = Duration.ofHours(1);
        Instant from = upTo.minus(back);
        while (from.isAfter(after)
                && slots.next(from).filter(s -> !s.isAfter(upTo)).isEmpty()) {
            back = back.multipliedBy(2);
            from = upTo.minus(back);
        }
        Instant latest = from.isAfter(after) ? from : after;
        Optional<Instant> next = slots.next(latest);
        while (next.isPresent() && !next.get().isAfter(upTo)) {
            latest = next.get();
            next = slots.next(latest);
        }
        return latest;
    }

    private static Slots slots(Rule rule, @Nullable Window window, ZoneId zone) {
        if (rule instanceof Cron cron) {
            return new CronSlots(cron.fields(), window, zone);
        }
        return new IntervalSlots((Interval) rule, window, zone);
    }

    /** Cron fields or an interval. */
    public sealed interface Rule {}

    public record Cron(CronFields fields) implements Rule {}

    /**
     * @param every whole minutes up to a day, then whole days up to 52 weeks. Whole weeks count from Monday to Sunday:
     *     every second week on Monday and Friday is both days of each second week
     * @param weekdays the days it runs on, empty for no restriction (of a weekly interval: Monday); with a window across
     *     midnight, the day the window opened
     */
    public record Interval(Duration every, Set<DayOfWeek> weekdays) implements Rule {
        private static final Duration LONGEST = Duration.ofDays(364);

        /** @throws GuardException INVALID_FIELD */
        public Interval {
            weekdays = Set.copyOf(weekdays);
            if (every.compareTo(Duration.ofMinutes(1)) < 0 || every.compareTo(LONGEST) > 0) {
                throw GuardException.invalid("interval", "must be between PT1M and P364D");
            }
            boolean whole = every.compareTo(Duration.ofDays(1)) <= 0
                    ? every.equals(Duration.ofMinutes(every.toMinutes()))
                    : every.equals(Duration.ofDays(every.toDays()));
            if (!whole) {
                throw GuardException.invalid(
                        "interval", "must be whole minutes up to a day (PT90M) and whole days above it (P2D)");
            }
        }
    }

    /**
     * Slots that went by.
     *
     * @param count how many, at most {@link #COUNTED}
     * @param latest the last of them; where there is none, the instant they were counted from
     * @param more whether there were more than were counted
     */
    public record Missed(int count, Instant latest, boolean more) {
        /** Beyond this nobody needs the number. */
        public static final int COUNTED = 1000;
    }
}
