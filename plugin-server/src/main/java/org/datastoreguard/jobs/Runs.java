package org.datastoreguard.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where runs and their logs are kept. Thread-safe; every write is durable when the method returns. */
public interface Runs {
    /**
     * Opens a run, unless its task already has one for the same slot.
     *
     * @return whether it was opened now
     */
    boolean open(Run run);

    Optional<Run> find(String id);

    /** Newest first. */
    List<Run> list(Filter filter, int limit, @Nullable String beforeId);

    /** Counts the runs opened since the instant, hour by hour, in no order. */
    List<RunHour> hours(Instant openedSince);

    /** Runs of a task that have not ended, oldest first. */
    List<Run> unended(String taskId);

    /** Writes all of a run but its log; ignored (false) when the stored run has already ended. */
    boolean save(Run run);

    /**
     * The run that began last of those of these tasks which succeeded, with warnings or without.
     *
     * @param endedBy only what had ended by then; null for any
     */
    Optional<Run> lastSuccess(Collection<String> taskIds, @Nullable Instant endedBy);

    /**
     * The newest success, as {@link #lastSuccess} finds it, of each snapshot and replication task that has one; by task id.
     *
     * @param endedBy only what had ended by then; null for any
     */
    Map<String, Success> lastSuccesses(@Nullable Instant endedBy);

    /** Hands over each run that succeeded and ended since the instant, in the order of their ends; there may be very many. */
    void successes(Instant endedSince, BiConsumer<String, Success> taskIdAndSuccess);

    /** When the oldest run of a task that is still kept was opened. */
    Optional<Instant> firstOpened(String taskId);

    void appendLog(String runId, List<LogLine> lines);

    List<LogLine> log(String runId, long afterNumber, int limit);

    /** Deletes ended runs that ended before the instant. @return how many */
    int purge(Instant endedBefore);

    /** What ended since the instant, added up. */
    List<DayTotal> totals(Instant endedSince);

    /**
     * Of runs that ended on one day in UTC and are alike in the rest.
     *
     * @param datastoreId null for tasks that name datasets
     */
    record DayTotal(
            LocalDate day, @Nullable String datastoreId, RunKind kind, RunState state, long runs, long bytesDone) {}

    /** When a run that succeeded began and ended. */
    record Success(Instant startedAt, Instant endedAt) {}

    record Filter(
            @Nullable String taskId,
            @Nullable String datastoreId,
            @Nullable RunState state,
            @Nullable Instant since) {
        public static final Filter ALL = new Filter(null, null, null, null);
    }
}
