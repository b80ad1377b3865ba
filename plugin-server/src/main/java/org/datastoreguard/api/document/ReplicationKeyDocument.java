package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;

/** The key with which one NAS logs in to another; its private half never leaves the machine it was made on. */
@Schema(name = "ReplicationKey")
public record ReplicationKeyDocument(
        @Schema(description = "Add this line to ~/.ssh/authorized_keys of the receiving user on the receiving machine")
        String publicKey) {}
