package org.datastoreguard.jobs;

import java.time.Instant;

/** One line of a run's log; {@code number} grows by one from 1 within the run. */
public record LogLine(long number, Instant at, Level level, String text) {
    public enum Level {
        INFO,
        WARN,
        ERROR
    }
}
