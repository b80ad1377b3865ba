package org.datastoreguard.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The lag of one replication over time: it grows with the clock and falls when something arrives. Keeps the highest point of
 * each day in UTC. For one thread.
 */
final class LagCurve {
    private static final BinaryOperator<Duration> LONGER = BinaryOperator.maxBy(Comparator.naturalOrder());

    private final NavigableMap<LocalDate, Duration> worst = new TreeMap<>();
    private Instant at;
    private @Nullable Instant newest;

    /** @param newest what had arrived at the start; null for nothing */
    LagCurve(Instant start, @Nullable Instant newest) {
        this.at = start;
        this.newest = newest;
    }

    /** @param taken when that was taken which arrived; moments come in their order */
    void arrived(Instant moment, Instant taken) {
        until(moment);
        newest = taken;
    }

    NavigableMap<LocalDate, Duration> until(Instant moment) {
        while (at.isBefore(moment)) {
            LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            Instant midnight = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            at = moment.isBefore(midnight) ? moment : midnight;
            if (newest != null) {
                worst.merge(day, Duration.between(newest, at), LONGER);
            }
        }
        return worst;
    }
}
