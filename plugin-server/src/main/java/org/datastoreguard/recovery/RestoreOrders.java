package org.datastoreguard.recovery;

import java.time.Instant;
import java.util.Optional;

/** Where ways back are kept that were ordered, as long as their runs are. Thread-safe. */
public interface RestoreOrders {
    void add(RestoreOrder ordered);

    Optional<RestoreOrder> find(String id);

    /** @return how many there were */
    int purge(Instant orderedBefore);
}
