package org.datastoreguard.nas;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * At most eight channels per machine, below OpenSSH's default MaxSessions of ten. Long scripts may take six of them, so
 * that a short question never waits for hours behind transfers. Thread-safe, first come first served.
 */
final class Channels {
    private static final int ALL = 8;
    private static final int FOR_LONG = 6;

    private final Semaphore all = new Semaphore(ALL, true);
    private final Semaphore forLong = new Semaphore(FOR_LONG, true);

    /** A taken channel; releasing it twice does nothing. */
    interface Permit {
        void release();
    }

    Permit forShort(Duration deadline) throws InterruptedException {
        if (!all.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new GuardException(
                    ErrorCode.NAS_COMMAND_TIMEOUT, "All " + ALL + " channels to the NAS were busy for too long");
        }
        return once(all::release);
    }

    /** Waits as long as it takes. */
    Permit forLong() throws InterruptedException {
        forLong.acquire();
        try {
            all.acquire();
        } catch (InterruptedException e) {
            forLong.release();
            throw e;
        }
        return once(() -> {
            all.release();
            forLong.release();
        });
    }

    private static Permit once(Runnable release) {
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        };
    }
}
