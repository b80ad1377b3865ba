package org.datastoreguard.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what. Thread-safe. */
public interface Audit {
    void record(String actor, String action, String object, String outcome);

    /** Newest first. */
    List<Entry> list(Filter filter, int limit, @Nullable Long beforeId);

    /**
     * Which entries are asked for; null asks for any.
     *
     * @param since written at this time or later
     * @param until written before this time
     * @param actor a part of it, in any case
     * @param action a part of it, in any case
     */
    record Filter(
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String actor,
            @Nullable String action) {
        public static final Filter ALL = new Filter(null, null, null, null);
    }

    record Entry(long id, Instant at, String actor, String action, String object, String outcome) {}
}
