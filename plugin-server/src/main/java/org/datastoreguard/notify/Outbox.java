package org.datastoreguard.notify;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What channels have yet to be told, and how telling them went. Outlives the server. Thread-safe. */
public interface Outbox {
    /** Oldest first. */
    List<Pending> pending(String channelId, int limit);

    /** The channels that have something to be told. */
    Set<String> waiting();

    /** @throws org.datastoreguard.error.GuardException NOT_FOUND */
    State state(String channelId);

    /** What was noted before the instant is given up, and counted for a sentence in the next message. */
    void drop(String channelId, Instant notedBefore);

    /**
     * These were sent, and so was the count of what was dropped.
     *
     * @param problem with some of the receivers; null for none
     */
    void sent(String channelId, List<Pending> told, Instant now, @Nullable Problem problem);

    /** Nothing was sent. */
    void failed(String channelId, Problem problem);

    /** The channel was changed: it is tried again at once. @param forget whether what it was to be told is given up */
    void changed(String channelId, boolean forget);

    /** An event that waits for its channel. */
    record Pending(long id, Instant notedAt, Event event) {}

    /**
     * How telling a channel went.
     *
     * @param problem of the last attempt; null when that was well
     * @param attempts in vain since the last message
     * @param dropped how many events were given up since then
     */
    record State(@Nullable Instant lastSent, @Nullable Problem problem, int attempts, long dropped) {}

    /** Why a message could not be sent. */
    record Problem(Instant at, ErrorCode code, String message) {}
}
