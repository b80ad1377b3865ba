package org.datastoreguard.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many runs of one kind, state and datastore were opened in one hour, and what they sent together.
 *
 * @param hour its begin
 * @param datastoreId null for runs that concern no datastore
 */
public record RunHour(
        Instant hour,
        RunKind kind,
        RunState state,
        @Nullable String datastoreId,
        long runs,
        long bytesDone) {}
