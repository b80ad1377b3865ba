package org.datastoreguard.security;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.PersonalSession;
import org.datastoreguard.vcenter.VcenterServer;

/**
 * A person with a session at one vCenter, who has there the rights that vCenter says at this moment. Rights are never
 * remembered: what was taken away at the vCenter is gone with the next request. Thread-safe.
 *
 * @param vcenter where the session is; the person has no rights at other vCenters
 */
public record Person(VcenterServer vcenter, PersonalSession session) implements Identity {
    @Override
    public String actor() {
        return session.user() + " at " + vcenter.name();
    }

    @Override
    public Map<Place, Role> roles(Collection<Place> places) {
        Map<Place, ObjectId> objects = new HashMap<>();
        places.forEach(place -> object(place).ifPresent(id -> objects.put(place, id)));
        Map<ObjectId, Set<String>> granted = session.granted(objects.values());
        Map<Place, Role> roles = new HashMap<>();
        objects.forEach(
                (place, id) -> highest(granted.getOrDefault(id, Set.of())).ifPresent(role -> roles.put(place, role)));
        return roles;
    }

    private Optional<ObjectId> object(Place place) {
        return place instanceof Place.OfDatastore datastore
                ? ObjectId.find(datastore.id()).filter(id -> id.type().equals("Datastore"))
                : Optional.of(session.root());
    }

    private static Optional<Role> highest(Set<String> privileges) {
        return privileges.stream()
                .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
                .max(Role::compareTo);
    }
}
