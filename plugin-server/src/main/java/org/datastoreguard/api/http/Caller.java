package org.datastoreguard.api.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.ApiTokens.ApiToken;
import org.datastoreguard.security.Role;

/** Who is asking: the holder of a token. Immutable. */
public record Caller(ApiToken token) implements SecurityContext, Principal {

    /** Who is asking in this request; only after authentication. */
    public static Caller of(SecurityContext context) {
        // The context itself may be Jersey's proxy of this; the principal is what we put into it.
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new GuardException(ErrorCode.UNAUTHENTICATED, "Send a token as Authorization: Bearer TOKEN");
    }

    /** As it stands in the audit: the token's name, which people chose, and never its secret. */
    public String actor() {
        return "token:" + token.name();
    }

    /** @throws GuardException FORBIDDEN */
    public void need(Role role) {
        if (!token.role().includes(role)) {
            throw new GuardException(
                    ErrorCode.FORBIDDEN, "This needs the role " + role + "; the token has " + token.role());
        }
    }

    @Override
    public Principal getUserPrincipal() {
        return this;
    }

    @Override
    public String getName() {
        return actor();
    }

    @Override
    public boolean isUserInRole(String role) {
        return token.role().includes(Role.valueOf(role));
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String getAuthenticationScheme() {
        return "Bearer";
    }
}
