package org.datastoreguard.snapshot;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/** Does the same with several things, four at a time. When the run is cancelled what is at work is interrupted. */
final class SideBySide {
    private static final int AT_ONCE = 4;
    private static final int ENDED_WITHIN_SECONDS = 60;

    private final @Nullable Story story;

    /** @param story of the run that may be cancelled; null for what is to be done even then */
    SideBySide(@Nullable Story story) {
        this.story = story;
    }

    /**
     * The outcomes, in order. All have ended when this returns or throws.
     *
     * @throws GuardException the first failure; CANCELLED, SHUTTING_DOWN
     */
    <T, R> List<R> map(List<T> things, Function<T, R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<R>> futures = things.stream()
                    .map(thing -> threads.submit(() -> work.apply(thing)))
                    .toList();
            try (Story.Registration registration = cancelling(futures)) {
                return futures.stream().map(this::outcome).toList();
            } finally {
                futures.forEach(future -> future.cancel(true));
            }
        } finally {
            end(threads);
        }
    }

    private Story.Registration cancelling(List<? extends Future<?>> futures) {
        return story == null ? () -> {} : story.onCancel(() -> futures.forEach(future -> future.cancel(true)));
    }

    private <R> R outcome(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "Interrupted while virtual machines were snapshotted", e);
        } catch (CancellationException e) {
            if (story != null) {
                story.checkCancelled();
            }
            throw new GuardException(ErrorCode.CANCELLED, "Cancelled while virtual machines were snapshotted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GuardException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(ENDED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
