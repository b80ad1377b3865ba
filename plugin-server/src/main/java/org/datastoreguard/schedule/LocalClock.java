package org.datastoreguard.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * Which instant a local time stands for (design/engine.md, rule 21): one that daylight saving skips stands for the first
 * valid instant after it; one that it repeats stands for one instant only.
 */
final class LocalClock {
    private LocalClock() {}

    /** The instant of a local time; the earlier one of a repeated time. Never falls as {@code local} grows. */
    static Instant first(LocalDateTime local, ZoneId zone) {
        @Nullable ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : ZonedDateTime.ofLocal(local, zone, null).toInstant();
    }

    /** Like {@link #first}, but the later one of a repeated time. */
    static Instant last(LocalDateTime local, ZoneId zone) {
        @Nullable ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        return transition != null && transition.isOverlap()
                ? local.toInstant(transition.getOffsetAfter())
                : first(local, zone);
    }
}
