package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Datasets of a NAS, named outright instead of through a datastore. */
@Schema(name = "ReplicationSource")
public record ReplicationSource(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String nasSystemId,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "[\"tank/vm\"]") @Nullable
        List<String> datasets) {}
