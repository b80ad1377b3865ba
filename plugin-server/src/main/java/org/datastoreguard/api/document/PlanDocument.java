package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.replication.Conflict;
import org.datastoreguard.replication.Plan;
import org.datastoreguard.replication.Step;
import org.jspecify.annotations.Nullable;

/** What a replication would do now: steps, or conflicts that somebody has to decide first. */
@Schema(name = "Plan")
public record PlanDocument(
        @Schema(description = "In order; empty when both sides are equal, or when there are conflicts")
        List<PlannedStep> steps,

        @Schema(description = "While one stands, nothing is sent or destroyed")
        List<PlannedConflict> conflicts,

        @Schema(description = "Snapshots of the target that would be deleted; this version deletes none")
        List<String> deletions) {

    /** What is done to a dataset of the target. */
    public enum Action {
        CREATE_PARENT,
        ABORT_PARTIAL,
        SEND_FULL,
        SEND_INCREMENT,
        RESUME
    }

    /** One step. */
    @Schema(name = "PlannedStep")
    public record PlannedStep(
            Action action,
            @Nullable String source,
            String target,

            @Schema(description = "The base; absent for a full copy") @Nullable
            String from,

            @Nullable String to,

            @Schema(description = "How many snapshots arrive")
            int snapshots) {
        static PlannedStep of(Step step) {
            if (step instanceof Step.Send send) {
                Step.Base base = send.base();
                return new PlannedStep(
                        action(send),
                        send.source().value(),
                        send.target().value(),
                        base == null ? null : base.name(),
                        send.to().name().toString(),
                        send.snapshots().size());
            }
            Action action = step instanceof Step.CreateParent ? Action.CREATE_PARENT : Action.ABORT_PARTIAL;
            return new PlannedStep(action, null, step.target().value(), null, null, 0);
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
    public record PlannedConflict(ErrorCode code, String message, List<String> onSource, List<String> onTarget) {
        static PlannedConflict of(Conflict conflict) {
            return new PlannedConflict(
                    conflict.code(),
                    conflict.message(),
                    conflict.onSource().stream().map(s -> s.name().toString()).toList(),
                    conflict.onTarget().stream().map(s -> s.name().toString()).toList());
        }
    }

    public static PlanDocument of(Plan plan) {
        return plan instanceof Plan.Steps steps
                ? new PlanDocument(steps.steps().stream().map(PlannedStep::of).toList(), List.of(), List.of())
                : new PlanDocument(
                        List.of(),
                        ((Plan.Conflicts) plan)
                                .conflicts().stream().map(PlannedConflict::of).toList(),
                        List.of());
    }
}
