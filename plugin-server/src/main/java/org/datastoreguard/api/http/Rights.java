package org.datastoreguard.api.http;

import jakarta.ws.rs.core.SecurityContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Identity;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/** What the caller of one request may do where; each place is asked about once. For one thread. */
public final class Rights {
    private final Identity identity;
    private final Map<Place, Optional<Role>> known = new HashMap<>();

    Rights(Identity identity) {
        this.identity = identity;
    }

    public static Rights of(SecurityContext context) {
        return new Rights(Caller.of(context).identity());
    }

    /** Asks about all of them in one question, so that none of them is one later. */
    public void ask(Collection<Place> places) {
        List<Place> unknown = places.stream()
                .distinct()
                .filter(place -> !known.containsKey(place))
                .toList();
        if (!unknown.isEmpty()) {
            Map<Place, Role> roles = identity.roles(unknown);
            unknown.forEach(place -> known.put(place, Optional.ofNullable(roles.get(place))));
        }
    }

    /** The caller's role there. */
    Optional<Role> at(Place place) {
        ask(List.of(place));
        return known.getOrDefault(place, Optional.empty());
    }

    public boolean allow(Role role, Place place) {
        return at(place).filter(held -> held.includes(role)).isPresent();
    }

    /** Whether the role is held at one of them at least. */
    boolean allowAny(Role role, Collection<Place> places) {
        ask(places);
        return places.stream().anyMatch(place -> allow(role, place));
    }

    /** Whether the role is held at all of them. */
    public boolean allowAll(Role role, Collection<Place> places) {
        ask(places);
        return places.stream().allMatch(place -> allow(role, place));
    }

    /** Those that the caller may see, in their order. */
    public <T> List<T> visible(List<T> items, Function<T, Place> place) {
        ask(items.stream().map(place).toList());
        return items.stream()
                .filter(item -> allow(Role.VIEW, place.apply(item)))
                .toList();
    }

    /** @throws GuardException FORBIDDEN */
    public void need(Role role, Place place) {
        need(role, at(place));
    }

    static void need(Role role, Optional<Role> held) {
        if (held.filter(h -> h.includes(role)).isEmpty()) {
            throw new GuardException(
                    ErrorCode.FORBIDDEN,
                    "This needs the role " + role
                            + held.map(h -> "; the caller has " + h).orElse("; there is none"));
        }
    }
}
