package org.datastoreguard.notify;

/** What a channel is told. */
public enum NotifyOn {
    FAILURES(Level.FAILURE),
    FAILURES_AND_WARNINGS(Level.WARNING),
    EVERYTHING(Level.INFO);

    private final Level least;

    NotifyOn(Level least) {
        this.least = least;
    }

    boolean wants(Level level) {
        return level.compareTo(least) <= 0;
    }
}
