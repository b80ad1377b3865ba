package org.datastoreguard.replication;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;

/**
 * Whether and when to try again: temporary causes only, after 1, 2, 4 … 60 s with jitter, so that many tasks that failed
 * together do not come back together. An attempt that brought something forward gives all attempts back.
 */
final class Retries {
    private static final long LONGEST_SECONDS = 60;
    private static final double JITTER = 0.25;

    private final int allowed;
    private int failed;

    Retries(int allowed) {
        this.allowed = allowed;
    }

    /** Waits before the next attempt. @throws GuardException the error itself when there is to be none, or CANCELLED */
    void pauseAfter(GuardException error, boolean progressed, Story story) {
        failed = progressed ? 1 : failed + 1;
        if (!error.code().temporary() || error.code() == ErrorCode.SHUTTING_DOWN || failed > allowed) {
            throw error;
        }
        Duration pause = pause(failed, ThreadLocalRandom.current().nextDouble(-JITTER, JITTER));
        story.info(error.message());
        story.info("Trying again in " + pause.toMillis() + " ms (retry " + failed + " of " + allowed + ")");
        sleep(pause, story);
    }

    /** @param jitter a part of the pause, between -1 and 1 */
    static Duration pause(int failed, double jitter) {
        long seconds = Math.min(LONGEST_SECONDS, 1L << Math.min(failed - 1, 6));
        return Duration.ofMillis((long) (seconds * 1000 * (1 + jitter)));
    }

    private static void sleep(Duration pause, Story story) {
        CountDownLatch cancelled = new CountDownLatch(1);
        story.waitingFor("next attempt");
        try (Story.Registration registration = story.onCancel(cancelled::countDown)) {
            cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "Interrupted between two attempts", e);
        } finally {
            story.waitingFor(null);
        }
        story.checkCancelled();
    }
}
