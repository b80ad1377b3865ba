package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.Optional;

/** Work beside runs that one of the servers does at a time, each under a name of its own. Thread-safe. */
@FunctionalInterface
public interface Errands {
    /** For a server that has none. */
    Errands NONE = name -> Optional.empty();

    /**
     * Does what is due under the name. A thread of the scheduler waits for it, so it must not take minutes; it is done
     * again when its server dies meanwhile, and soon when it throws.
     *
     * @return when to look again; empty for when it is asked for next
     */
    Optional<Instant> perform(String name);
}
