package org.datastoreguard.api.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Place;
import org.jspecify.annotations.Nullable;

/** Lets a caller through to an endpoint whose {@link Requires} the caller's role includes. */
@Priority(Priorities.AUTHORIZATION)
public final class AuthorizationFilter implements ContainerRequestFilter {
    @Context
    private @Nullable ResourceInfo endpoint;

    @Override
    public void filter(ContainerRequestContext request) {
        if (endpoint == null || endpoint.getResourceMethod() == null) {
            return;
        }
        Requires requires = endpoint.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            throw new GuardException(ErrorCode.FORBIDDEN, "Nobody may do this");
        }
        switch (requires.on()) {
            case OPEN -> {}
            case KNOWN -> Caller.of(request.getSecurityContext());
            case INSTALLATION -> Caller.of(request.getSecurityContext()).need(requires.value(), Place.INSTALLATION);
        }
    }
}
