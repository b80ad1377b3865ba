package org.datastoreguard.api.http;

import java.util.Collection;
import java.util.Optional;
import org.datastoreguard.security.Place;

/** Where the objects lie that paths name. Thread-safe. */
public interface ObjectPlaces {
    /** Empty when there is no such object. @param kind one of the kinds of objects in {@link Requires.Where} */
    Optional<Place> find(Requires.Where kind, String id);

    /** Every place there is. */
    Collection<Place> all();
}
