package org.datastoreguard.recovery;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.DatasetInfo;
import org.datastoreguard.nas.DatasetTree;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.recovery.RestoreOrder.Way;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.snapshot.ReplicationNeeds;
import org.datastoreguard.snapshot.SnapshotCatalog;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/** Where ways back from a datastore's snapshot are looked at, ordered, and gone. Thread-safe. */
public final class Recovery {
    private final Inventory inventory;
    private final SourceResolver sources;
    private final NasConnections connections;
    private final RestoreOrders orders;
    private final Judgment judgment;
    private final Clock clock;

    public Recovery(Parts parts) {
        this.inventory = parts.inventory();
        this.sources = new SourceResolver(parts.inventory(), parts.vcenters());
        this.connections = parts.connections();
        this.orders = parts.orders();
        this.clock = parts.clock();
        this.judgment = new Judgment(
                new DatastoresThere(inventory),
                new MachinesThere(inventory, parts.vcenters(), parts.machines()),
                new TasksThere(parts.snapshotTasks(), parts.replicationTasks(), sources, parts.needs()),
                parts.runs());
    }

    /** What it stands on. */
    public record Parts(
            Inventory inventory,
            VcenterServers vcenters,
            MachineQuestion machines,
            NasConnections connections,
            Supplier<List<SnapshotTask>> snapshotTasks,
            Supplier<List<ReplicationTask>> replicationTasks,
            ReplicationNeeds needs,
            RunsUnderWay runs,
            RestoreOrders orders,
            Clock clock) {}

    /**
     * What a person agreed to.
     *
     * @param confirm must be the snapshot's name, with its dataset or without
     * @param newestGuid of the newest snapshot that was seen; null when nothing was newer
     * @param force whether the warnings that ask for it are accepted
     */
    public record Consent(
            @Nullable String confirm, @Nullable String newestGuid, boolean force) {}

    /** A snapshot of a datastore, found by its guid. */
    private record Spot(SourceResolver.Resolved datastore, Nas nas, Snapshot snapshot) {
        Place place() {
            return new Place(datastore.nasSystemId(), snapshot.name().dataset());
        }
    }

    /** @throws GuardException NOT_FOUND; DATASTORE_UNMAPPED with the reason; NAS_* */
    private Spot spot(String datastoreId, String guid) {
        if (inventory.datastore(datastoreId).isEmpty()) {
            throw new GuardException(ErrorCode.NOT_FOUND, "There is no such datastore");
        }
        SourceResolver.Resolved place = sources.resolve(new Source.OfDatastore(datastoreId));
        Nas nas = connections.nas(place.nasSystemId());
        Snapshot snapshot = new SnapshotCatalog(nas, place.datasets())
                .list().byName().values().stream()
                        .flatMap(dataset -> dataset.snapshots().stream())
                        .filter(found -> found.guid().toString().equals(guid))
                        .findFirst()
                        .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no such snapshot"));
        return new Spot(place, nas, snapshot);
    }

    /**
     * The ids of all datastores that lie on the dataset of a snapshot, which go back with it.
     *
     * @throws GuardException as {@link #preview}
     */
    public Set<String> concerned(String datastoreId, String guid) {
        Set<String> ids = new HashSet<>(Set.of(datastoreId));
        new DatastoresThere(inventory)
                .on(spot(datastoreId, guid).place())
                .forEach(found -> ids.add(found.datastore().id()));
        return ids;
    }

    /**
     * What rolling back would lose, and what stands against it. Changes nothing.
     *
     * @param named whether the machines on a datastore may be told by name to whoever asks
     * @throws GuardException NOT_FOUND; DATASTORE_UNMAPPED with the reason; SOURCE_DATASET_MISSING; NAS_*; ZFS_FAILED
     */
    public RollBackPreview preview(String datastoreId, String guid, Predicate<String> named) {
        Spot spot = spot(datastoreId, guid);
        return preview(spot, ground(spot), datastoreId, named);
    }

    private static Ground ground(Spot spot) {
        return new Survey(spot.nas(), spot.snapshot().name().dataset())
                .of(spot.snapshot().guid());
    }

    private RollBackPreview preview(Spot spot, Ground ground, String datastoreId, Predicate<String> named) {
        return judgment.preview(spot.place(), ground, new Judgment.Asker(datastoreId, named, null));
    }

    /**
     * Orders a roll back, which a run of that order then does.
     *
     * @throws GuardException as {@link #preview}; INVALID_FIELD with what would be lost; VERSION_CONFLICT when something
     *     newer was taken since; IN_USE with all that stands against it
     */
    public RestoreOrder orderRollBack(String datastoreId, String guid, Consent consent, Predicate<String> named) {
        Spot spot = spot(datastoreId, guid);
        Ground ground = ground(spot);
        RollBackPreview preview = preview(spot, ground, datastoreId, named);
        if (!preview.snapshot().label().equals(consent.confirm())
                && !preview.snapshot().toString().equals(consent.confirm())) {
            throw GuardException.invalid(
                    "confirm",
                    "must be the snapshot's name, " + preview.snapshot().label()
                            + ". Rolling back cannot be undone: "
                            + preview.snapshot().dataset() + " loses "
                            + preview.loss());
        }
        String newest = preview.newest() == null ? null : preview.newest().toString();
        if (!Objects.equals(newest, consent.newestGuid())) {
            throw new GuardException(
                    ErrorCode.VERSION_CONFLICT,
                    "The newest snapshot of " + preview.snapshot().dataset()
                            + " is another one than the newestGuid of the order says, so something may have been taken since"
                            + " it was looked at. Look again at what would be lost");
        }
        Judgment.refuse(preview, consent.force());
        return ordered(spot, datastoreId, new RestoreOrder.RollBack(Judgment.lost(ground.rollBack()), consent.force()));
    }

    /**
     * Orders a clone, which a run of that order then makes.
     *
     * @param name in full; null for one that says what it is a clone of
     * @throws GuardException NOT_FOUND; DATASTORE_UNMAPPED; INVALID_FIELD; NAME_TAKEN; NAS_*; ZFS_FAILED
     */
    public RestoreOrder orderClone(String datastoreId, String guid, @Nullable String name) {
        Spot spot = spot(datastoreId, guid);
        CloneNames names = new CloneNames(
                spot.snapshot().name(),
                new DatasetTree()
                        .read(spot.nas()).stream().collect(Collectors.toMap(DatasetInfo::name, DatasetInfo::type)));
        DatasetName chosen = names.choose(name);
        judgment.tasks().targeting(new Place(spot.datastore().nasSystemId(), chosen)).stream()
                .findFirst()
                .ifPresent(task -> {
                    throw GuardException.invalid(
                            "name",
                            "must not be " + chosen + ", which is in the target of replication task " + task.name());
                });
        return ordered(spot, datastoreId, new RestoreOrder.Clone(chosen));
    }

    private RestoreOrder ordered(Spot spot, String datastoreId, Way way) {
        RestoreOrder order = new RestoreOrder(
                UUID.randomUUID().toString(),
                datastoreId,
                spot.datastore().nasSystemId(),
                spot.snapshot().name(),
                spot.snapshot().guid(),
                way,
                clock.instant());
        orders.add(order);
        return order;
    }

    public Optional<RestoreOrder> find(String orderId) {
        return orders.find(orderId);
    }

    /** What the run of an order does. */
    public Work work(RestoreOrder order, String runId) {
        Nas nas = connections.nas(order.nasSystemId());
        return order.way() instanceof RestoreOrder.Clone clone
                ? new CloneWork(order, clone.name(), runId, nas, oneOfSeveral(order))
                : new RollBackWork(order, (RestoreOrder.RollBack) order.way(), runId, nas, judgment, clock);
    }

    private boolean oneOfSeveral(RestoreOrder order) {
        List<DatasetName> datasets = inventory
                .datastore(order.datastoreId())
                .map(MappedDatastore::mapping)
                .map(mapping -> mapping.datasets())
                .orElse(List.of());
        return datasets.size() > 1;
    }
}
