package org.datastoreguard.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * Counts failures by key and locks a key after too many. A lock ends by itself; success forgets the failures. Remembers a
 * bounded number of keys, so that made-up ones cannot fill the memory. Thread-safe.
 */
final class Attempts {
    private static final int MOST_KEYS = 10_000;

    private final Clock clock;
    private final int allowed;
    private final Duration lock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** @param allowed failures within {@code lock} before the key is locked for {@code lock} */
    Attempts(Clock clock, int allowed, Duration lock) {
        this.clock = clock;
        this.allowed = allowed;
        this.lock = lock;
    }

    private record Failures(int count, Instant last) {}

    /** @throws GuardException TOO_MANY_REQUESTS while the key is locked; it says for how long */
    synchronized void refuseLocked(String key) {
        Failures known = failures.get(key);
        if (known == null || known.count() < allowed) {
            return;
        }
        Duration left = Duration.between(clock.instant(), known.last().plus(lock));
        if (left.isNegative() || left.isZero()) {
            failures.remove(key);
            return;
        }
        throw new GuardException(
                ErrorCode.TOO_MANY_REQUESTS,
                "Too many failed sign-ins; try again in " + (left.toMinutes() + 1) + " minutes");
    }

    synchronized void failed(String key) {
        Instant now = clock.instant();
        Failures before = failures.remove(key);
        int earlier = before == null || !before.last().plus(lock).isAfter(now) ? 0 : before.count();
        // Removed and put: the newest is last, so that the oldest goes first.
        failures.put(key, new Failures(earlier + 1, now));
        if (failures.size() > MOST_KEYS) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String key) {
        failures.remove(key);
    }
}
