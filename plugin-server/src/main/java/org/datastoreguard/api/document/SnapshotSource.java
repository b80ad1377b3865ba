package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dataset of a NAS, named outright instead of through a datastore. */
@Schema(name = "SnapshotSource")
public record SnapshotSource(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String nasSystemId,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "tank/vm") @Nullable
        String dataset) {}
