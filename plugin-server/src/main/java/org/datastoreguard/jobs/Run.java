package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task, as it stands now.
 *
 * @param datastoreId the datastore it protects; null for a task that names datasets
 * @param slot the scheduled minute it stands for; null for a manual run
 * @param startedAt when its work first began; null while it never did
 * @param bytesTotal -1 when unknown
 * @param attempt starts at 1, grows with each retry and each return after a crash
 * @param nodeId the server that performs or performed it
 */
public record Run(
        String id,
        RunKind kind,
        String taskId,
        String taskName,
        @Nullable String datastoreId,
        RunState state,
        @Nullable String waitingFor,
        RunTrigger trigger,
        @Nullable Instant slot,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Step> steps,
        long bytesDone,
        long bytesTotal,
        List<String> warnings,
        @Nullable Failure error,
        int attempt,
        @Nullable String nodeId) {
    public Run {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** @param from null for a full send; @param bytesTotal -1 when unknown */
    public record Step(
            int number,
            String dataset,
            @Nullable String from,
            String to,
            StepState state,
            long bytesDone,
            long bytesTotal) {}

    public enum StepState {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        SKIPPED
    }

    /** Why it failed; {@code stderr} word for word. */
    public record Failure(
            ErrorCode code,
            boolean temporary,
            String message,
            @Nullable String stderr) {}
}
