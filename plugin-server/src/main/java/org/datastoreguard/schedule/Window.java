package org.datastoreguard.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * The time of day in which a run may start: {@code begin ≤ t ≤ end} to the minute, both included; begin after end
 * crosses midnight (design/engine.md, rule 19). Equal values are refused, since one reader takes them for "never" and the
 * next for "always". Seconds are dropped.
 *
 * <p>On a day whose clock is put forward over {@code begin} or {@code end}, that edge is the first moment after the
 * change, so that even a window that lies within the skipped hour opens for a minute. Where the clock is put back, the
 * window opens at the first {@code begin} and closes at the last {@code end}.
 */
public record Window(LocalTime begin, LocalTime end) {
    public Window {
        begin = begin.truncatedTo(ChronoUnit.MINUTES);
        end = end.truncatedTo(ChronoUnit.MINUTES);
        if (begin.equals(end)) {
            String rule = "begin and end must differ; leave both empty for all day";
            throw GuardException.ofFields(
                    ErrorCode.INVALID_FIELD, List.of(new FieldError("begin", rule), new FieldError("end", rule)));
        }
    }

    /**
     * The window of a form's two fields; null, all day, when both are empty.
     *
     * @throws GuardException INVALID_FIELD when only one is given or both are equal
     */
    public static @Nullable Window of(@Nullable LocalTime begin, @Nullable LocalTime end) {
        if (begin == null && end == null) {
            return null;
        }
        if (begin == null || end == null) {
            throw GuardException.invalid(
                    begin == null ? "begin" : "end",
                    "begin and end belong together: give both, or leave both empty for all day");
        }
        return new Window(begin, end);
    }

    public boolean crossesMidnight() {
        return begin.isAfter(end);
    }

    public boolean isOpen(Instant instant, ZoneId zone) {
        return openedOn(instant, zone).isPresent();
    }

    /** The day on which the window that is open at {@code instant} opened; empty when it is closed. */
    public Optional<LocalDate> openedOn(Instant instant, ZoneId zone) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        if (spanOf(today, zone).contains(instant)) {
            return Optional.of(today);
        }
        LocalDate yesterday = today.minusDays(1);
        return spanOf(yesterday, zone).contains(instant) ? Optional.of(yesterday) : Optional.empty();
    }

    /** {@code instant} itself while the window is open, else the moment it next opens. */
    public Instant nextOpening(Instant instant, ZoneId zone) {
        if (isOpen(instant, zone)) {
            return instant;
        }
        LocalDate day = instant.atZone(zone).toLocalDate();
        Instant opening = spanOf(day, zone).from();
        while (opening.isBefore(instant)) {
            day = day.plusDays(1);
            opening = spanOf(day, zone).from();
        }
        return opening;
    }

    /** The stretch of time for which the window that opens on {@code day} is open. */
    Span spanOf(LocalDate day, ZoneId zone) {
        LocalDate lastDay = crossesMidnight() ? day.plusDays(1) : day;
        return new Span(
                LocalClock.first(day.atTime(begin), zone),
                LocalClock.last(lastDay.atTime(end), zone).plus(1, ChronoUnit.MINUTES));
    }

    /** For people: {@code 22:00–06:00}. */
    @Override
    public String toString() {
        return begin + "–" + end;
    }

    /** From {@code from} until just before {@code until}. */
    record Span(Instant from, Instant until) {
        boolean contains(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(until);
        }
    }
}
