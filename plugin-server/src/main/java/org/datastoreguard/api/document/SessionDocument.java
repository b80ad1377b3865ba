package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** Who is asking, and how that is known. */
@Schema(name = "Session")
public record SessionDocument(
        Kind kind,
        @Schema(description = "As it stands in the audit") String actor,

        @Schema(description = "The vCenter that vouches for a person") @Nullable
        String vcenterId,

        @Schema(description = "The role for the installation as a whole, or at the datastore asked about; absent: none")
        @Nullable
        Role role,

        @Schema(description = "To be sent as X-CSRF-Token with every change; only for a signed-in browser") @Nullable
        String csrfToken,

        @Schema(description = "When it ends though it is used") @Nullable
        Instant expiresAt) {
    /** How the server knows who is asking. */
    public enum Kind {
        TOKEN,
        VSPHERE_CLIENT,
        SIGNED_IN
    }
}
