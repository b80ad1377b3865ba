package org.datastoreguard.security;

import java.util.Collection;
import java.util.Map;

/** Who is asking, and what they may do where. Thread-safe. */
public sealed interface Identity permits TokenHolder, Person {
    /** As it stands in the audit; never a secret. */
    String actor();

    /** The caller's role at each place, in one question however many places there are; places without any are left out. */
    Map<Place, Role> roles(Collection<Place> places);
}
