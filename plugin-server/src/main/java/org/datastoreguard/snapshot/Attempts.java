package org.datastoreguard.snapshot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;

/** Tries again after temporary errors: what is seconds late is worth more than nothing at all. */
public final class Attempts {
    private static final int MOST = 5;

    private final Story story;

    public Attempts(Story story) {
        this.story = story;
    }

    /** @param step must be repeatable; what it throws last, or for good, is thrown */
    public void until(Runnable step) {
        for (int attempt = 1; ; attempt++) {
            try {
                step.run();
                return;
            } catch (GuardException e) {
                if (!e.code().temporary() || e.code() == ErrorCode.SHUTTING_DOWN || attempt == MOST) {
                    throw e;
                }
                pause(Duration.ofSeconds(1L << (attempt - 1)), e);
            }
        }
    }

    private void pause(Duration pause, GuardException error) {
        story.info(error.message());
        story.info("Trying again in " + pause.toSeconds() + " s");
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
