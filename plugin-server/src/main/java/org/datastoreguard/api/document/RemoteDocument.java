package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The receiving machine. */
@Schema(name = "Remote")
public record RemoteDocument(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "The receiving NAS, as added under /nas-systems")
        @Nullable
        String nasSystemId,

        @Schema(description = "How the source reaches it, where that differs from how this server does") @Nullable
        String hostname,

        @Schema(minimum = "1", maximum = "65535", description = "Likewise") @Nullable
        Integer port,

        @Schema(description = "Not supported yet: add the machine under /nas-systems instead") @Nullable
        String user,

        @Schema(description = "Not supported yet: add the machine under /nas-systems instead") @Nullable
        String hostKey,

        @Schema(description = "Not supported yet: add the machine under /nas-systems instead") @Nullable
        Boolean sudo) {}
