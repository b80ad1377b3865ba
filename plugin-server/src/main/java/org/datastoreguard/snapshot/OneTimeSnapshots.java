package org.datastoreguard.snapshot;

import java.time.Instant;
import java.util.Optional;

/** Where snapshots are kept that were ordered once, as long as their runs are. Thread-safe. */
public interface OneTimeSnapshots {
    void add(OneTimeSnapshot ordered);

    Optional<OneTimeSnapshot> find(String id);

    /** @return how many there were */
    int purge(Instant orderedBefore);
}
