package org.datastoreguard.api.http;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Identity;
import org.datastoreguard.security.Logins.Login;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;
import org.datastoreguard.security.TokenHolder;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking in this request. Immutable.
 *
 * @param login how a browser signed in here; null for tokens and the vSphere Client
 */
public record Caller(Identity identity, @Nullable Login login) implements SecurityContext, Principal {
    /** Who is asking in this request; only after authentication. */
    public static Caller of(SecurityContext context) {
        // The context itself may be Jersey's proxy of this; the principal is what we put into it.
        if (context.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new GuardException(ErrorCode.UNAUTHENTICATED, "Send a token as Authorization: Bearer TOKEN");
    }

    /** As it stands in the audit; never a secret. */
    public String actor() {
        return identity.actor();
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
        return new Rights(identity).allow(Role.valueOf(role), Place.INSTALLATION);
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String getAuthenticationScheme() {
        return identity instanceof TokenHolder ? "Bearer" : login == null ? "vSphere Client" : "Cookie";
    }
}
