package org.datastoreguard.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;

/** Datastores as the test wants them. */
final class PlayedInventory implements Inventory {
    private final List<MappedDatastore> datastores = new ArrayList<>();
    int refreshes;

    void add(MappedDatastore datastore) {
        datastores.add(datastore);
    }

    @Override
    public Picture picture() {
        return new Picture(datastores, Instant.EPOCH, Map.of("nas-9", "does not answer"));
    }

    @Override
    public Picture refresh() {
        refreshes++;
        return picture();
    }

    @Override
    public Optional<MappedDatastore> datastore(String id) {
        return datastores.stream().filter(d -> d.datastore().id().equals(id)).findFirst();
    }
}
