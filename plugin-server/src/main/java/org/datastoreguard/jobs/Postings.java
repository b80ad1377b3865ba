package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has yet to be shown of runs elsewhere; outlives the server. Thread-safe. */
public interface Postings {
    /** Notes that a run is to be shown; does nothing when that is known. */
    void open(String runId, String nodeId, Instant now);

    /**
     * What this node has to show, and, taken over by this, what another node has not touched since the instant.
     *
     * @return oldest first
     */
    List<Posting> take(String nodeId, Instant abandonedBefore);

    void save(Posting posting, Instant now);

    /** Everything of this run was shown. */
    void close(String runId);

    /**
     * @param vcenterTask the task that shows it; null before there is one
     * @param announced whether its start was posted
     */
    record Posting(String runId, @Nullable String vcenterTask, boolean announced) {}
}
