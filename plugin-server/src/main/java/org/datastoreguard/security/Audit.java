package org.datastoreguard.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who did what. Thread-safe. */
public interface Audit {
    void record(String actor, String action, String object, String outcome);

    /** Newest first. */
    List<Entry> list(int limit, @Nullable Long beforeId);

    record Entry(long id, Instant at, String actor, String action, String object, String outcome) {}
}
