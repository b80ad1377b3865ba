package org.datastoreguard.security;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.datastoreguard.security.ApiTokens.ApiToken;

/** A program with a bearer token: one role, everywhere or at the datastores the token is limited to. Immutable. */
public record TokenHolder(ApiToken token) implements Identity {
    @Override
    public String actor() {
        return "token:" + token.name();
    }

    @Override
    public Map<Place, Role> roles(Collection<Place> places) {
        return places.stream()
                .filter(this::covers)
                .distinct()
                .collect(Collectors.toMap(place -> place, place -> token.role()));
    }

    private boolean covers(Place place) {
        return token.datastores().isEmpty()
                || (place instanceof Place.OfDatastore datastore
                        && token.datastores().contains(datastore.id()));
    }
}
