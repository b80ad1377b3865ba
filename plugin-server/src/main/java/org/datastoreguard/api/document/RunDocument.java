package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.jspecify.annotations.Nullable;

/** A run of a task, as it stands now. */
@Schema(name = "Run")
public record RunDocument(
        String id,
        RunKind kind,
        String taskId,
        String taskName,
        @Nullable String datastoreId,
        RunState state,

        @Schema(description = "What it waits for, for people") @Nullable
        String waitingFor,

        RunTrigger trigger,

        @Schema(description = "The scheduled minute it stands for; absent for a manual run") @Nullable
        Instant slot,

        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<Step> steps,
        long bytesDone,

        @Schema(description = "Absent when unknown") @Nullable
        Long bytesTotal,

        @Schema(
                description =
                        "Over the last half minute; once it has ended, over its last attempt. Absent while unknown")
        @Nullable
        Long bytesPerSecond,

        @Schema(description = "Absent when unknown") @Nullable
        Long etaSeconds,

        List<String> warnings,
        @Nullable Failure error,
        int attempt,

        @Schema(description = "The server that performs it") @Nullable
        String nodeId) {

    /** One dataset's transfer. */
    @Schema(name = "RunStep")
    public record Step(
            String dataset,

            @Schema(description = "The base snapshot; absent for a full copy") @Nullable
            String from,

            String to,
            Run.StepState state,
            long bytesDone,

            @Schema(description = "Absent when unknown") @Nullable
            Long bytesTotal) {
        static Step of(Run.Step step) {
            return new Step(
                    step.dataset(), step.from(), step.to(), step.state(), step.bytesDone(), known(step.bytesTotal()));
        }
    }

    /** Why a run failed. */
    @Schema(name = "RunFailure")
    public record Failure(
            ErrorCode code,
            boolean temporary,
            String message,

            @Schema(description = "What the machine said, word for word") @Nullable
            String stderr) {
        static Failure of(Run.Failure failure) {
            return new Failure(failure.code(), failure.temporary(), failure.message(), failure.stderr());
        }
    }

    public static RunDocument of(Run run) {
        return new RunDocument(
                run.id(),
                run.kind(),
                run.taskId(),
                run.taskName(),
                run.datastoreId(),
                run.state(),
                run.waitingFor(),
                run.trigger(),
                run.slot(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                run.steps().stream().map(Step::of).toList(),
                run.bytesDone(),
                known(run.bytesTotal()),
                run.bytesPerSecond(),
                eta(run, run.bytesPerSecond()),
                run.warnings(),
                run.error() == null ? null : Failure.of(run.error()),
                run.attempt(),
                run.nodeId());
    }

    private static @Nullable Long known(long bytes) {
        return bytes < 0 ? null : bytes;
    }

    private static @Nullable Long eta(Run run, @Nullable Long rate) {
        if (run.state() != RunState.RUNNING || rate == null || rate == 0 || run.bytesTotal() < run.bytesDone()) {
            return null;
        }
        return (run.bytesTotal() - run.bytesDone() + rate - 1) / rate;
    }
}
