package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Goes like a real clock from wherever it is set to. */
public final class MovableClock extends Clock {
    private final AtomicReference<Duration> ahead;

    public MovableClock(Instant now) {
        ahead = new AtomicReference<>(Duration.between(Instant.now(), now));
    }

    public void forward(Duration by) {
        ahead.updateAndGet(d -> d.plus(by));
    }

    public void set(Instant now) {
        ahead.set(Duration.between(Instant.now(), now));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
