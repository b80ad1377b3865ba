package org.datastoreguard.api.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.util.Locale;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Identity;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;
import org.datastoreguard.security.TokenHolder;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller through to an endpoint whose {@link Requires} the caller's role includes. An object that the caller may
 * not see gets the answer of one that does not exist.
 */
@Priority(Priorities.AUTHORIZATION)
public final class AuthorizationFilter implements ContainerRequestFilter {
    private final ObjectPlaces places;

    @Context
    private @Nullable ResourceInfo endpoint;

    @Inject
    public AuthorizationFilter(ObjectPlaces places) {
        this.places = places;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (endpoint == null || endpoint.getResourceMethod() == null) {
            return;
        }
        Requires requires = endpoint.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            throw new GuardException(ErrorCode.FORBIDDEN, "Nobody may do this");
        }
        if (requires.on() != Requires.Where.OPEN) {
            check(requires, Caller.of(request.getSecurityContext()).identity(), request);
        }
    }

    private void check(Requires requires, Identity identity, ContainerRequestContext request) {
        Role role = requires.value();
        if (identity instanceof TokenHolder holder && requires.on() != Requires.Where.KNOWN) {
            // What the token's role never allows is said before anything is looked up.
            Rights.need(role, Optional.of(holder.token().role()));
        }
        Rights rights = new Rights(identity);
        switch (requires.on()) {
            case OPEN, KNOWN, EACH -> {}
            case INSTALLATION -> rights.need(role, Place.INSTALLATION);
            case ANYWHERE -> {
                if (!rights.allowAny(role, places.all())) {
                    Rights.need(role, Optional.empty());
                }
            }
            case DATASTORE, SNAPSHOT_TASK, REPLICATION_TASK, RUN ->
                checkObject(
                        requires,
                        rights,
                        request.getUriInfo().getPathParameters().getFirst("id"));
        }
    }

    private void checkObject(Requires requires, Rights rights, @Nullable String id) {
        Optional<Role> held = Optional.ofNullable(id)
                .flatMap(known -> places.find(requires.on(), known))
                .flatMap(rights::at);
        if (held.isEmpty()) {
            throw Answers.notFound(requires.on().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        Rights.need(requires.value(), held);
    }
}
