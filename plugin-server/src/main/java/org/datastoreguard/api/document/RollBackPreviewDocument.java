package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.recovery.RollBackPreview;
import org.jspecify.annotations.Nullable;

/** What rolling a dataset back would lose, and what stands against it. */
@Schema(name = "RollBackPreview")
public record RollBackPreviewDocument(
        @Schema(description = "What is gone back to", example = "tank/vm@auto-2026-11-21_10-00Z")
        String snapshot,

        String dataset,

        @Schema(description = "The newer snapshots, which go for ever; newest first")
        List<DoomedDocument> destroys,

        @Schema(description = "The newer bookmarks, which go too")
        List<String> bookmarks,

        @Schema(description = "Bytes written since the snapshot; absent when unknown") @Nullable
        Long discards,

        @Schema(description = "What makes it impossible; empty when nothing does")
        List<ObstacleDocument> obstacles,

        List<WarningDocument> warnings,

        @Schema(description = "To be sent with the order; absent when nothing is newer") @Nullable
        String newestGuid) {

    /** A snapshot that would go. */
    @Schema(name = "DoomedSnapshot")
    public record DoomedDocument(
            @Schema(example = "auto-2026-11-21_11-00Z") String name,
            String guid,

            @Schema(description = "By the NAS's clock") Instant created,

            @Schema(description = "Bytes that only this snapshot holds")
            long used) {}

    /** What makes a roll back impossible. */
    @Schema(name = "RollBackObstacle")
    public record ObstacleDocument(
            @Schema(
                    description =
                            "VM_RUNNING, HELD, CLONED, TARGET_OF_TASK, RUN_ACTIVE, SEVERAL_EXTENTS, PARTIAL_RECEIVE, or an"
                                    + " error code such as VCENTER_UNREACHABLE when a vCenter could not be asked")
            String code,

            String message) {}

    /** What is worth knowing before a roll back. */
    @Schema(name = "RollBackWarning")
    public record WarningDocument(
            @Schema(description = "REPLICATION_BASE_LOST, OWN_HOLDS, OTHER_DATASTORES, CHILDREN_STAY or STILL_MOUNTED")
            String code,

            String message,

            @Schema(description = "Whether the order needs force: true because of it")
            boolean needsForce) {}

    public static RollBackPreviewDocument of(RollBackPreview preview) {
        return new RollBackPreviewDocument(
                preview.snapshot().toString(),
                preview.snapshot().dataset().value(),
                preview.destroys().stream()
                        .map(doomed -> new DoomedDocument(
                                doomed.name().label(), doomed.guid().toString(), doomed.created(), doomed.used()))
                        .toList(),
                preview.bookmarks(),
                preview.discards(),
                preview.obstacles().stream()
                        .map(obstacle -> new ObstacleDocument(obstacle.code(), obstacle.message()))
                        .toList(),
                preview.warnings().stream()
                        .map(warning -> new WarningDocument(warning.code(), warning.message(), warning.needsForce()))
                        .toList(),
                preview.newest() == null ? null : preview.newest().toString());
    }
}
