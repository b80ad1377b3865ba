package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.security.ApiTokens.ApiToken;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** A bearer token for automation. */
@Schema(name = "Token")
public record TokenDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 80) @Nullable
        String name,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "Each role includes those before it")
        @Nullable
        Role role,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        Instant createdAt,

        @Schema(description = "Absent: it never expires") @Nullable
        Instant expiresAt,

        @Schema(description = "Ids of the datastores it is limited to; absent: good everywhere") @Nullable
        List<String> datastoreIds,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "Only in the answer that made it, and nowhere else")
        @Nullable
        String secret) {
    public static TokenDocument of(ApiToken token, @Nullable String secret) {
        return new TokenDocument(
                token.id(),
                token.name(),
                token.role(),
                token.createdAt(),
                token.expiresAt(),
                token.datastores().isEmpty()
                        ? null
                        : token.datastores().stream().sorted().toList(),
                secret);
    }
}
