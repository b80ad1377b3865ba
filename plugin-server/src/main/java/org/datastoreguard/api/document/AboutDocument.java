package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;

/** What this server is. */
@Schema(name = "About")
public record AboutDocument(
        @Schema(example = "Datastore Guard") String product,
        String version,
        @Schema(example = "v1") String apiVersion,
        @Schema(description = "The caller's role") String role) {}
