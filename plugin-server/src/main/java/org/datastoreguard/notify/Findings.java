package org.datastoreguard.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.jobs.Run;
import org.jspecify.annotations.Nullable;

/** What happened and was not looked at yet, and what is known to be wrong; shared by all servers. Thread-safe. */
public interface Findings {
    /** Runs that ended and were not looked at yet, in the order of their ends, without their steps. */
    List<Run> endedRuns(int limit);

    Optional<Trouble> trouble(String subject);

    /** Those whose subject begins so. */
    List<Trouble> troubles(String subjectPrefix);

    /**
     * Notes what follows from one thing that happened, all or nothing, so that a crash loses and repeats nothing here.
     *
     * @return false, with nothing noted, when another server was faster
     */
    boolean note(Finding finding, Instant now);

    /** Forgets what was told of runs before the instant: their tasks are gone. */
    void purge(Instant toldBefore);

    /**
     * @param endedRun the run that was looked at; null for a concern
     * @param subject what the troubles are about
     * @param before what was known to be wrong
     * @param channelIds who is told the event
     */
    record Finding(
            @Nullable String endedRun,
            String subject,
            @Nullable Trouble before,
            @Nullable Trouble after,
            @Nullable Event event,
            List<String> channelIds) {
        public Finding {
            channelIds = List.copyOf(channelIds);
        }
    }
}
