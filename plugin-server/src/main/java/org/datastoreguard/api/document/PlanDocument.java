package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.replication.Conflict;
import org.datastoreguard.replication.DryRun;
import org.datastoreguard.replication.Plan;
import org.datastoreguard.replication.Replacement;
import org.datastoreguard.replication.RollBack;
import org.datastoreguard.replication.Step;
import org.jspecify.annotations.Nullable;

/** What a replication would do now, and what it leaves to somebody to decide. */
@Schema(name = "Plan")
public record PlanDocument(
        @Schema(description = "In order, of the datasets without a conflict; empty when nothing is to be done")
        List<PlannedStep> steps,

        @Schema(description = "Nothing of their datasets is sent or destroyed; a run does all the rest and then fails")
        List<PlannedConflict> conflicts,

        @Schema(
                description =
                        "Snapshots and bookmarks of the target that would be destroyed, by a roll back or by target"
                                + " retention, by their full names")
        List<String> deletions,

        @Schema(description = "Why target retention would delete nothing; absent when nothing speaks against it")
        @Nullable
        String retentionDoubt,

        @Schema(description = "Estimated by the source; absent when the size of a stream is not known") @Nullable
        Long bytesTotal) {

    /** What is done to a dataset of the target. */
    public enum Action {
        ROLL_BACK,
        CREATE_PARENT,
        ABORT_PARTIAL,
        SEND_FULL,
        SEND_INCREMENT,
        RESUME,
        REPLACE
    }

    /** One step. */
    @Schema(name = "PlannedStep")
    public record PlannedStep(
            Action action,
            @Nullable String source,
            String target,

            @Schema(
                    description = "The base; absent for a full copy. For REPLACE, what takes the target's name; the old"
                            + " one is kept under another")
            @Nullable
            String from,

            @Schema(description = "The snapshot that arrives, or that a roll back returns to") @Nullable
            String to,

            @Schema(description = "How many snapshots arrive")
            int snapshots,

            @Schema(description = "What a roll back destroys, in words; absent for other steps") @Nullable
            String loses,

            @Schema(description = "Estimated by the source; absent for what sends nothing, and when it is not known")
            @Nullable
            Long bytes) {
        static PlannedStep of(RollBack rollBack) {
            return new PlannedStep(
                    Action.ROLL_BACK,
                    null,
                    rollBack.dataset().value(),
                    null,
                    rollBack.base().name().toString(),
                    0,
                    rollBack.loss(),
                    null);
        }

        static PlannedStep of(Replacement replacement) {
            return new PlannedStep(
                    Action.REPLACE,
                    null,
                    replacement.target().value(),
                    replacement.fresh().value(),
                    null,
                    0,
                    null,
                    null);
        }

        static PlannedStep of(Step step, OptionalLong bytes) {
            if (step instanceof Step.Send send) {
                Step.Base base = send.base();
                return new PlannedStep(
                        action(send),
                        send.source().value(),
                        send.target().value(),
                        base == null ? null : base.name(),
                        send.to().name().toString(),
                        send.snapshots().size(),
                        null,
                        boxed(bytes));
            }
            Action action = step instanceof Step.CreateParent ? Action.CREATE_PARENT : Action.ABORT_PARTIAL;
            return new PlannedStep(action, null, step.target().value(), null, null, 0, null, null);
        }

        private static Action action(Step.Send send) {
            if (send.resume() != null) {
                return Action.RESUME;
            }
            return send.creates() ? Action.SEND_FULL : Action.SEND_INCREMENT;
        }
    }

    /** Why a dataset cannot be replicated as it is, and what is needed to decide. */
    @Schema(name = "PlannedConflict")
    public record PlannedConflict(
            ErrorCode code,
            String message,
            List<String> onSource,
            List<String> onTarget,

            @Schema(
                    description =
                            "The ways out: ROLL_BACK is the task's onDivergence, REPLACE its fromScratch; empty when"
                                    + " the cause has to be mended first")
            List<Conflict.Choice> choices) {
        static PlannedConflict of(Conflict conflict) {
            return new PlannedConflict(
                    conflict.code(),
                    conflict.message(),
                    conflict.onSource().stream().map(s -> s.name().toString()).toList(),
                    conflict.onTarget().stream().map(s -> s.name().toString()).toList(),
                    conflict.choices());
        }
    }

    public static PlanDocument of(DryRun run) {
        Plan plan = run.plan();
        return new PlanDocument(
                Stream.of(
                                plan.rollBacks().stream().map(PlannedStep::of),
                                plan.steps().stream().map(step -> PlannedStep.of(step, run.bytes(step))),
                                plan.replacements().stream()
                                        .filter(Replacement::complete)
                                        .map(PlannedStep::of))
                        .flatMap(steps -> steps)
                        .toList(),
                plan.conflicts().stream().map(PlannedConflict::of).toList(),
                Stream.concat(
                                plan.rollBacks().stream()
                                        .flatMap(rollBack -> rollBack.lost().stream())
                                        .map(RollBack.Lost::name),
                                run.retention().delete().stream()
                                        .map(snapshot -> snapshot.name().toString()))
                        .distinct()
                        .toList(),
                run.retention().doubt(),
                boxed(run.totalBytes()));
    }

    private static @Nullable Long boxed(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }
}
