package org.datastoreguard.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.datastoreguard.error.GuardException;

/** How long a snapshot is kept; months and years are calendar ones, in UTC. */
public record Lifetime(int value, Unit unit) {
    private static final int LONGEST = 9999;

    /** @throws GuardException INVALID_FIELD */
    public Lifetime {
        if (value < 1 || value > LONGEST) {
            throw GuardException.invalid("lifetime.value", "must be between 1 and " + LONGEST);
        }
    }

    /** When something taken at {@code taken} has lived this long; 31 January and a month is 28 or 29 February. */
    public Instant endOf(Instant taken) {
        return taken.atOffset(ZoneOffset.UTC).plus(value, unit.calendar).toInstant();
    }

    /** Units of a lifetime, as the form offers them. */
    public enum Unit {
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS),
        WEEK(ChronoUnit.WEEKS),
        MONTH(ChronoUnit.MONTHS),
        YEAR(ChronoUnit.YEARS);

        private final ChronoUnit calendar;

        Unit(ChronoUnit calendar) {
            this.calendar = calendar;
        }
    }
}
