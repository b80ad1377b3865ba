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
 * @param bytesPerSecond lately, or of its last attempt once it has ended; null when nothing is known of that
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
        @Nullable Long bytesPerSecond,
        List<String> warnings,
        @Nullable Failure error,
        int attempt,
        @Nullable String nodeId) {
    public Run {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** A run that has just been opened; the rest of its life changes only what the methods below change. */
    static Run opened(String id, PlannedTask task, RunTrigger trigger, @Nullable Instant slot, Instant now) {
        return new Run(
                id,
                task.kind(),
                task.id(),
                task.name(),
                task.datastoreId(),
                RunState.QUEUED,
                null,
                trigger,
                slot,
                now,
                null,
                null,
                List.of(),
                0,
                0,
                null,
                List.of(),
                null,
                1,
                null);
    }

    /** Not begun, or begun and put aside. */
    Run waiting(String reason) {
        return at(RunState.WAITING, reason, startedAt, null, null, attempt, null);
    }

    Run running(Instant now, int newAttempt, String node) {
        Instant started = startedAt == null ? now : startedAt;
        return at(RunState.RUNNING, null, started, null, null, newAttempt, node);
    }

    Run ended(RunState state, @Nullable Failure failure, Instant now) {
        return at(state, null, startedAt, now, failure, attempt, nodeId);
    }

    private Run at(
            RunState newState,
            @Nullable String reason,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Failure failure,
            int newAttempt,
            @Nullable String node) {
        return new Run(
                id,
                kind,
                taskId,
                taskName,
                datastoreId,
                newState,
                reason,
                trigger,
                slot,
                createdAt,
                started,
                ended,
                steps,
                bytesDone,
                bytesTotal,
                newState == RunState.WAITING ? null : bytesPerSecond,
                warnings,
                failure,
                newAttempt,
                node);
    }

    /** The same run with what its work has told so far. */
    Run told(@Nullable String reason, List<Step> newSteps, List<String> newWarnings, @Nullable Long newBytesPerSecond) {
        boolean known = newSteps.stream().allMatch(s -> s.bytesTotal() >= 0);
        return new Run(
                id,
                kind,
                taskId,
                taskName,
                datastoreId,
                state,
                reason,
                trigger,
                slot,
                createdAt,
                startedAt,
                endedAt,
                newSteps,
                newSteps.stream().mapToLong(Step::bytesDone).sum(),
                known ? newSteps.stream().mapToLong(Step::bytesTotal).sum() : -1,
                newBytesPerSecond,
                newWarnings,
                error,
                attempt,
                nodeId);
    }

    /** Whether it still waits for its turn: nothing has begun, or what had begun was put aside. */
    boolean pending() {
        return state == RunState.QUEUED || state == RunState.WAITING;
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
