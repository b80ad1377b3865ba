package org.datastoreguard.jobs;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Ids that sort by the time they were made: UUIDs of version 7, each greater than the one before it from the same
 * source. Thread-safe.
 */
final class RunIds {
    private static final int VERSION_7 = 0x7000;
    private static final int COUNTER_BITS = 12;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Milliseconds and, in the last bits, a counter within the millisecond. */
    private long last;

    RunIds(Clock clock) {
        this.clock = clock;
    }

    synchronized String next() {
        last = Math.max(last + 1, clock.millis() << COUNTER_BITS);
        long millis = last >>> COUNTER_BITS;
        long counter = last & ((1 << COUNTER_BITS) - 1);
        return new UUID(millis << 16 | VERSION_7 | counter, VARIANT | random.nextLong() >>> 2).toString();
    }
}
