package org.datastoreguard.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.datastoreguard.notify.Outbox.State;
import org.jspecify.annotations.Nullable;

/** When a channel is told: soon, but with all that happens at the same time in one message. Pure. */
final class Timing {
    /** What waits so long is no news any more. */
    static final Duration TOO_LATE = Duration.ofHours(24);
    /** From the first event to its message. */
    static final Duration GATHERED = Duration.ofSeconds(20);
    /** From one message to the next. */
    static final Duration GAP = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    /** With one more it would be longer than the longest. */
    private static final int DOUBLED = 5;

    private Timing() {}

    /**
     * When to tell it.
     *
     * @param oldest when the oldest event that waits was noted; null when none does
     * @return empty when there is nothing to tell
     */
    static Optional<Instant> due(State state, @Nullable Instant oldest) {
        if (oldest == null && state.dropped() == 0) {
            return Optional.empty();
        }
        Instant due = oldest == null ? Instant.EPOCH : oldest.plus(GATHERED);
        due = later(due, state.lastSent(), GAP);
        return Optional.of(
                state.problem() == null || state.attempts() == 0
                        ? due
                        : later(due, state.problem().at(), pause(state.attempts())));
    }

    private static Instant later(Instant due, @Nullable Instant since, Duration after) {
        Instant other = since == null ? Instant.EPOCH : since.plus(after);
        return other.isAfter(due) ? other : due;
    }

    /** @param attempts in vain, at least one */
    static Duration pause(int attempts) {
        return attempts > DOUBLED ? LONGEST_PAUSE : FIRST_PAUSE.multipliedBy(1L << (attempts - 1));
    }
}
