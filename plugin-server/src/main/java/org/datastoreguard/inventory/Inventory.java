package org.datastoreguard.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cached picture of all datastores and the datasets behind them. Reading never waits for a machine once there is a
 * picture; it refreshes itself in the background. Thread-safe.
 */
public interface Inventory {
    Picture picture();

    /**
     * Asks every vCenter and NAS again and returns the new picture. Those that do not answer keep their last known part
     * and are named in {@link Picture#problems}; what lies on such a NAS is marked UNREACHABLE.
     */
    Picture refresh();

    Optional<MappedDatastore> datastore(String id);

    /**
     * @param takenAt when the machines were last asked
     * @param problems per vCenter or NAS id, what kept it from answering
     */
    record Picture(List<MappedDatastore> datastores, Instant takenAt, Map<String, String> problems) {
        public Picture {
            datastores = List.copyOf(datastores);
            problems = Map.copyOf(problems);
        }
    }
}
