package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.inventory.Mapping;
import org.jspecify.annotations.Nullable;

/** How a datastore is protected at this moment. */
@Schema(name = "Protection")
public record ProtectionDocument(
        ProtectionState state,
        List<String> snapshotTaskIds,
        List<String> replicationTaskIds,

        @Schema(description = "When the last good snapshot run began") @Nullable
        Instant lastSnapshotAt,

        @Schema(description = "When the last good replication run began") @Nullable
        Instant lastReplicationAt,

        @Schema(
                description = "When the newest snapshot was taken that has arrived on a target; absent before the first"
                        + " replication")
        @Nullable
        Instant arrivedAt,

        @Schema(description = "How long ago arrivedAt is, at most") @Nullable
        Long lagSeconds,

        @Schema(description = "Whether a replication is further behind than its task's allowedLag")
        boolean lagExceeded) {

    /** What is known of a datastore's tasks and runs; the members are those of the document. */
    public record Facts(
            List<String> snapshotTaskIds,
            List<String> replicationTaskIds,
            @Nullable Instant lastSnapshotAt,
            @Nullable Instant lastReplicationAt,
            @Nullable Instant arrivedAt,
            boolean lagExceeded) {}

    public static ProtectionDocument of(Mapping.Status mapping, Facts facts, Instant now) {
        Instant arrived = facts.arrivedAt();
        return new ProtectionDocument(
                ProtectionState.of(mapping, facts),
                facts.snapshotTaskIds(),
                facts.replicationTaskIds(),
                facts.lastSnapshotAt(),
                facts.lastReplicationAt(),
                arrived,
                arrived == null ? null : Duration.between(arrived, now).toSeconds(),
                facts.lagExceeded());
    }
}
