package org.datastoreguard.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/** A picture that changes only when the test changes it. */
final class StillInventory implements Inventory {
    private final List<MappedDatastore> datastores = new ArrayList<>();

    void add(String vcenterId, String urn, String nas, String... datasets) {
        List<DatasetName> names =
                List.of(datasets).stream().map(DatasetName::new).toList();
        datastores.add(new MappedDatastore(
                new Datastore(urn, vcenterId, urn, new Datastore.Other("test"), true, 0, 0),
                new Mapping(Mapping.Status.MAPPED, null, nas, names.get(0), DatasetType.FILESYSTEM, names)));
    }

    @Override
    public Picture picture() {
        return new Picture(datastores, Instant.EPOCH, Map.of());
    }

    @Override
    public Picture refresh() {
        return picture();
    }

    @Override
    public Optional<MappedDatastore> datastore(String id) {
        return datastores.stream()
                .filter(found -> found.datastore().id().equals(id))
                .findFirst();
    }
}
