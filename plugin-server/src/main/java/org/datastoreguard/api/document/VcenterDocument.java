package org.datastoreguard.api.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.vcenter.VcenterServer;
import org.jspecify.annotations.Nullable;

/** A vCenter, talked to as a service account. */
@Schema(name = "Vcenter")
public record VcenterDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(maxLength = 80, description = "Absent: the host of the url") @Nullable
        String name,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "https://host[:port]; the path /sdk is added where it is missing",
                example = "https://vcenter.example.com/sdk")
        @Nullable
        String url,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String username,

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        @Schema(
                accessMode = Schema.AccessMode.WRITE_ONLY,
                description = "Required when added and when url changes; never answered")
        @Nullable
        String password,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "SHA-256 of its certificate; only this certificate is trusted")
        @Nullable
        String fingerprint,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "The last part of its objects' ids") @Nullable
        String instanceUuid,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Also the ETag; send it as If-Match to change")
        @Nullable
        Long version) {
    public static VcenterDocument of(VcenterServer server) {
        return new VcenterDocument(
                server.id(),
                server.name(),
                server.url().toString(),
                server.username(),
                null,
                server.fingerprint(),
                server.instanceUuid(),
                server.version());
    }
}
