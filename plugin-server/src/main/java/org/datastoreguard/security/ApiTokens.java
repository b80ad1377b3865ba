package org.datastoreguard.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bearer tokens for automation: stored hashed, revocable, with expiry. Thread-safe. */
public interface ApiTokens {
    /** Makes a token; the secret text is in the answer and nowhere else. @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    default Created create(String name, Role role, @Nullable Instant expiresAt) {
        return create(name, role, expiresAt, Set.of());
    }

    /** @param datastores ids of the datastores it is limited to; empty for a token that is good everywhere */
    Created create(String name, Role role, @Nullable Instant expiresAt, Set<String> datastores);

    /** Who holds the token; empty when it is unknown, revoked or expired. */
    Optional<ApiToken> verify(String secret);

    List<ApiToken> all();

    /** @return whether there was one */
    boolean revoke(String id);

    record ApiToken(
            String id,
            String name,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            Set<String> datastores) {
        public ApiToken {
            datastores = Set.copyOf(datastores);
        }
    }

    record Created(ApiToken token, String secret) {}
}
