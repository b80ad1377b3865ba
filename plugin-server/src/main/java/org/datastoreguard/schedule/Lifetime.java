package org.datastoreguard.schedule;

/** How long a snapshot is kept; months and years are calendar ones, in UTC. */
public record Lifetime(int value, Unit unit) {
    public enum Unit {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        YEAR
    }
}
