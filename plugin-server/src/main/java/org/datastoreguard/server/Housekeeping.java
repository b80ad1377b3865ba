package org.datastoreguard.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small chores of this process, on one thread. A chore that fails is tried again at its next turn. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration FEW_SECONDS = Duration.ofSeconds(5);
    /** Not at once: a start is busy enough. */
    private static final Duration FIRST_DAILY = Duration.ofMinutes(10);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(chore -> {
        Thread made = new Thread(chore, "housekeeping");
        made.setDaemon(true);
        return made;
    });

    void everyFewSeconds(Runnable chore) {
        repeat(chore, FEW_SECONDS, FEW_SECONDS);
    }

    /** At once, and then every minute. @return has it done once more, as soon as the thread is free */
    Runnable everyMinute(Runnable chore) {
        repeat(chore, Duration.ZERO, Duration.ofMinutes(1));
        return () -> {
            if (!thread.isShutdown()) {
                thread.execute(() -> perform(chore));
            }
        };
    }

    void daily(Runnable chore) {
        repeat(chore, FIRST_DAILY, Duration.ofDays(1));
    }

    private void repeat(Runnable chore, Duration first, Duration pause) {
        var unused = thread.scheduleWithFixedDelay(
                () -> perform(chore), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void perform(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.warn("A chore failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
