package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of datastores, and how fresh it is. */
@Schema(name = "DatastorePage")
public record DatastorePage(
        List<DatastoreDocument> items,
        @Nullable String nextCursor,

        @Schema(description = "When the machines were last asked")
        Instant takenAt,

        @Schema(description = "Per vCenter or NAS system id, what kept it from answering")
        Map<String, String> problems) {}
