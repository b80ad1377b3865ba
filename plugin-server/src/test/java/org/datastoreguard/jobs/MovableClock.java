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
        return new InZone(this, zone);
    }

    /** The same moments, shown elsewhere; moves with the clock it was made from. */
    private static final class InZone extends Clock {
        private final Clock moments;
        private final ZoneId zone;

        InZone(Clock moments, ZoneId zone) {
            this.moments = moments;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return moments.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new InZone(moments, other);
        }
    }
}
