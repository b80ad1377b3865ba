package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has yet to be shown of runs elsewhere; outlives the server. Thread-safe. */
public interface Postings {
    /** Notes on which objects a run is to be shown; does nothing when that is known. */
    void open(String runId, List<String> objectIds, String nodeId, Instant now);

    /**
     * What this node has to show, and, taken over by this, what another node has not touched since the instant.
     *
     * @return oldest first
     */
    List<Posting> take(String nodeId, Instant abandonedBefore);

    void save(Posting posting, Instant now);

    /** Everything of its run was shown on its object. */
    void close(Posting posting);

    /**
     * A run on one object.
     *
     * @param objectId its urn
     * @param vcenterTask the task that shows it; null before there is one
     * @param announced whether its start was posted
     */
    record Posting(String runId, String objectId, @Nullable String vcenterTask, boolean announced) {}
}
