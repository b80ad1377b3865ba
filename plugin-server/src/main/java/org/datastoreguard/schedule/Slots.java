package org.datastoreguard.schedule;

import java.time.Instant;
import java.util.Optional;

/** The instants at which something is due. */
interface Slots {
    /** The first slot after {@code after}; empty when there is none any more. */
    Optional<Instant> next(Instant after);
}
