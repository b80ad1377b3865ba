package org.datastoreguard.security;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which requests were already answered, so that a client that lost an answer can ask again without doing the
 * work twice. An answer is kept for a day. Thread-safe, and safe across servers on one database.
 */
public interface IdempotencyKeys {
    /**
     * Claims a key for a request, or says what became of the request that claimed it before.
     *
     * @param actor who asks; the same key of another actor is another key
     * @param key the client's own text
     * @param request everything that makes the request what it is: method, path and body
     */
    Claim claim(String actor, String key, String request);

    /** Keeps the answer of a claimed request. */
    void answered(String actor, String key, Answer answer);

    /** Gives a claimed key back, because the request was refused and may be repeated. */
    void release(String actor, String key);

    /** What a claim found. */
    sealed interface Claim {}

    /** The key was free; the caller now does the work, then calls {@link #answered} or {@link #release}. */
    record Granted() implements Claim {}

    /** The same request was answered before. */
    record Replay(Answer answer) implements Claim {}

    /** The same request is being worked on at this moment. */
    record InProgress() implements Claim {}

    /** The key was used for another request. */
    record Mismatch() implements Claim {}

    /** A stored answer. */
    record Answer(
            int status,
            @Nullable String location,
            @Nullable String entityTag,
            @Nullable String body) {}
}
