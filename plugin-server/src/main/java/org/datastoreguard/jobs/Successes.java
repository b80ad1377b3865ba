package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When tasks last succeeded, with warnings or without, as far as their runs are kept. Thread-safe. */
public final class Successes {
    private final Runs runs;
    private final @Nullable Map<String, Runs.Success> newest;

    private Successes(Runs runs, @Nullable Map<String, Runs.Success> newest) {
        this.runs = runs;
        this.newest = newest;
    }

    /** Asks the store each time. */
    public static Successes of(Runs runs) {
        return new Successes(runs, null);
    }

    /** Those of this moment, read in one question for a whole list of tasks. */
    public static Successes readAtOnce(Runs runs) {
        return new Successes(runs, runs.lastSuccesses(null));
    }

    /** As they were at a moment of the past. */
    static Successes asOf(Instant moment, Runs runs) {
        return new Successes(runs, runs.lastSuccesses(moment));
    }

    /**
     * When the run began that began last of those of these tasks which succeeded.
     *
     * @param endedBy only what had ended by then; null for any
     */
    public Optional<Instant> began(Collection<String> taskIds, @Nullable Instant endedBy) {
        if (newest == null) {
            return ask(taskIds, endedBy);
        }
        List<Runs.Success> known =
                taskIds.stream().map(newest::get).flatMap(Stream::ofNullable).toList();
        // What the newest one says of a moment before it, only the older ones know.
        return known.stream()
                        .allMatch(
                                success -> endedBy == null || !success.endedAt().isAfter(endedBy))
                ? known.stream().map(Runs.Success::startedAt).max(Comparator.naturalOrder())
                : ask(taskIds, endedBy);
    }

    private Optional<Instant> ask(Collection<String> taskIds, @Nullable Instant endedBy) {
        return runs.lastSuccess(taskIds, endedBy).flatMap(run -> Optional.ofNullable(run.startedAt()));
    }
}
