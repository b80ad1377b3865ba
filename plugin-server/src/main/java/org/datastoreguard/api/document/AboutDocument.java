package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What this server is. */
@Schema(name = "About")
public record AboutDocument(
        @Schema(example = "Datastore Guard") String product,
        String version,
        @Schema(example = "v1") String apiVersion,

        @Schema(description = "The caller's role for the installation as a whole; absent: none") @Nullable
        String role) {}
