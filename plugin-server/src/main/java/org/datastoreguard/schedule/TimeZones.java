package org.datastoreguard.schedule;

import java.time.ZoneId;
import java.util.Optional;
import org.datastoreguard.error.GuardException;

/**
 * Time zones by their IANA names. Bare offsets such as {@code +02:00} are refused: they know no daylight saving, which
 * is hardly what somebody means who types one into a schedule.
 */
public final class TimeZones {
    private TimeZones() {}

    /** @throws GuardException INVALID_FIELD, field {@code timeZone} */
    public static ZoneId of(String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        throw GuardException.invalid(
                "timeZone",
                "must be an IANA time zone such as Europe/Berlin or UTC"
                        + meant(name)
                                .map(zone -> "; did you mean " + zone + "?")
                                .orElse(""));
    }

    private static Optional<String> meant(String name) {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.equalsIgnoreCase(name.replace(' ', '_')) || zone.endsWith("/" + name))
                .sorted()
                .findFirst();
    }
}
