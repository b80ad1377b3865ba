package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a datastore is protected at this moment. */
@Schema(name = "Protection")
public record ProtectionDocument(
        List<String> snapshotTaskIds,
        List<String> replicationTaskIds,

        @Schema(description = "When the last good snapshot run began") @Nullable
        Instant lastSnapshotAt,

        @Schema(description = "When the last good replication run began") @Nullable
        Instant lastReplicationAt,

        @Schema(
                description = "How long ago the newest snapshot was taken that has arrived on a target, at most; absent"
                        + " before the first replication")
        @Nullable
        Long lagSeconds,

        @Schema(description = "Whether a replication is further behind than its task's allowedLag")
        boolean lagExceeded) {}
