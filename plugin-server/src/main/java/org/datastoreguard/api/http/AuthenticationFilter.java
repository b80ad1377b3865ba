package org.datastoreguard.api.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.ApiTokens.ApiToken;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is asking before any path is looked at, so that a stranger cannot even learn which paths exist.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 512;

    private final ApiTokens tokens;

    @Inject
    public AuthenticationFilter(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ApiToken token = holder(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .orElseThrow(
                        () -> new GuardException(
                                ErrorCode.UNAUTHENTICATED,
                                "Send a valid token as Authorization: Bearer TOKEN; make one with datastore-guard token create"));
        request.setSecurityContext(new Caller(token));
    }

    private Optional<ApiToken> holder(@Nullable String header) {
        if (header == null
                || header.length() > LONGEST_TOKEN
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return tokens.verify(header.substring(SCHEME.length()).strip());
    }
}
