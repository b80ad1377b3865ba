package org.datastoreguard.schedule;

import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a cron line inside a window. Cron runs on the local time line as if it were UTC, and each local time it
 * names is then mapped to its instant: db-scheduler's own zone handling drops the whole night in which daylight saving
 * skips the time.
 *
 * <p>With a window that crosses midnight, the day of a slot — its weekday, and with it day of month and month — is the
 * day on which the window opened.
 */
final class CronSlots implements Slots {
    /** 29 February can be eight years away; a line without a slot in nine has none. */
    private static final int HORIZON_YEARS = 9;

    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

    private final CronSchedule cron;
    private final @Nullable Window window;
    private final ZoneId zone;

    CronSlots(CronFields fields, @Nullable Window window, ZoneId zone) {
        this.cron = fields.onUtc();
        this.window = window;
        this.zone = zone;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalDateTime start = LocalDateTime.ofInstant(after, zone);
        Optional<LocalDateTime> local = nextLocal(start, start.plusYears(HORIZON_YEARS));
        while (local.isPresent()) {
            Instant slot = LocalClock.first(local.get(), zone);
            if (slot.isAfter(after)) {
                return Optional.of(slot);
            }
            local = nextLocal(local.get(), start.plusYears(HORIZON_YEARS));
        }
        return Optional.empty();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after, LocalDateTime limit) {
        if (window == null) {
            return between(after, limit, LocalTime.MIN, LAST_MINUTE);
        }
        if (!window.crossesMidnight()) {
            return between(after, limit, window.begin(), window.end());
        }
        Optional<LocalDateTime> evening = between(after, limit, window.begin(), LAST_MINUTE);
        Optional<LocalDateTime> night =
                between(after.minusDays(1), limit, LocalTime.MIN, window.end()).map(t -> t.plusDays(1));
        return evening.isPresent() && night.isPresent() ? earlier(evening, night) : evening.or(() -> night);
    }

    private static Optional<LocalDateTime> earlier(Optional<LocalDateTime> a, Optional<LocalDateTime> b) {
        return a.get().isBefore(b.get()) ? a : b;
    }

    private Optional<LocalDateTime> between(LocalDateTime after, LocalDateTime limit, LocalTime from, LocalTime to) {
        LocalDateTime slot = nextOfCron(after);
        while (!slot.isAfter(limit)) {
            LocalTime time = slot.toLocalTime();
            if (time.isBefore(from)) {
                slot = nextOfCron(slot.with(from).minusNanos(1));
            } else if (time.isAfter(to)) {
                slot = nextOfCron(slot.plusDays(1).with(from).minusNanos(1));
            } else {
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    private LocalDateTime nextOfCron(LocalDateTime after) {
        Instant next = cron.getInitialExecutionTime(after.toInstant(ZoneOffset.UTC));
        return LocalDateTime.ofInstant(next, ZoneOffset.UTC);
    }
}
