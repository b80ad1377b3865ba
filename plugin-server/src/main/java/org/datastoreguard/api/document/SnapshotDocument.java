package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.snapshot.VmResult;
import org.jspecify.annotations.Nullable;

/** A snapshot of one of the datasets behind a datastore. */
@Schema(name = "Snapshot")
public record SnapshotDocument(
        @Schema(example = "auto-2026-11-21_10-00Z") String name,
        String dataset,

        @Schema(description = "Its identity, in decimal, which it keeps wherever it is sent")
        String guid,

        @Schema(description = "By the NAS's clock") Instant created,

        @Schema(description = "Bytes that only this snapshot holds; deleting it frees them")
        long used,

        @Schema(description = "Bytes that can be read in it")
        long referenced,

        @Schema(description = "Tags that keep it from being deleted")
        List<String> holds,

        @Schema(description = "Id of the snapshot task that took it; absent when a person or another tool did")
        @Nullable
        String task,

        @Schema(description = "How it went for each virtual machine; empty unless VM-consistent")
        List<VmResultDocument> vmResults,

        @Schema(description = "The replication tasks whose target has this snapshot or a newer one")
        List<ReplicaDocument> replicatedTo) {

    /** How it went for one virtual machine. */
    @Schema(name = "VmResult")
    public record VmResultDocument(
            @Schema(description = "Its name when the snapshot was taken")
            String vm,

            @Schema(description = "Its managed object id at the vCenter", example = "vm-42")
            String vmId,

            VmResult.Outcome result,

            @Schema(description = "Why it is not CONSISTENT") @Nullable
            String reason) {
        static VmResultDocument of(VmResult result) {
            return new VmResultDocument(result.vmName(), result.vmId(), result.outcome(), result.reason());
        }
    }

    /** That a replication task has brought it to its target. */
    @Schema(name = "Replica")
    public record ReplicaDocument(
            String taskId,

            @Schema(description = "Absent when there is no such task any more") @Nullable
            String taskName,

            @Schema(description = "Whether this very snapshot is known to have arrived, and not just a newer one")
            boolean exact) {}

    public static SnapshotDocument of(
            SnapshotDetails details, List<VmResult> vmResults, List<ReplicaDocument> replicatedTo) {
        return new SnapshotDocument(
                details.snapshot().label(),
                details.snapshot().name().dataset().value(),
                details.snapshot().guid().toString(),
                details.created(),
                details.used(),
                details.referenced(),
                details.holds(),
                details.task(),
                vmResults.stream().map(VmResultDocument::of).toList(),
                replicatedTo);
    }
}
