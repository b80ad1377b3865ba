package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.datastoreguard.snapshot.VmJournal;
import org.jspecify.annotations.Nullable;

/** A snapshot of a virtual machine that this product made and that is not known to be gone. */
@Schema(name = "VmSnapshot")
public record VmSnapshotDocument(
        @Schema(description = "Its name at the vCenter") String name,

        String vcenterId,

        @Schema(description = "The virtual machine's managed object id", example = "vm-42")
        String vmId,

        @Schema(description = "The virtual machine's name when it was made")
        String vm,

        @Schema(description = "The run it was made for") String runId,
        Instant createdAt,

        @Schema(description = "false while its run holds it; true when it should be gone")
        boolean leftOver,

        @Schema(description = "How often its removal was tried after its run")
        int attempts,

        @Schema(description = "When it is tried next; absent while its run holds it") @Nullable
        Instant nextAttemptAt,

        @Schema(description = "Why the last attempt failed") @Nullable
        String problem) {
    public static VmSnapshotDocument of(VmJournal.Entry entry, Instant now) {
        boolean leftOver = entry.leftOver(now);
        return new VmSnapshotDocument(
                entry.mark().name(),
                entry.vm().vcenterId(),
                entry.vm().id(),
                entry.vm().name(),
                entry.runId(),
                entry.createdAt(),
                leftOver,
                entry.attempts(),
                leftOver ? entry.dueAt() : null,
                entry.problem());
    }
}
