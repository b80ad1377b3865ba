package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.replication.ReplicationTask;
import org.jspecify.annotations.Nullable;

/** How long snapshots are kept on the target. */
@Schema(name = "TargetRetention")
public record TargetRetentionDocument(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) ReplicationTask.TargetRetention.@Nullable Policy policy,

        @Schema(description = "With policy CUSTOM") @Nullable
        LifetimeDocument lifetime) {}
