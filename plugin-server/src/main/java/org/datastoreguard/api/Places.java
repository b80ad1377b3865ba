package org.datastoreguard.api;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import org.datastoreguard.api.http.ObjectPlaces;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.security.Place;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.jspecify.annotations.Nullable;

/**
 * Where objects lie. What protects a datastore lies at that datastore; what names datasets of a machine could reach
 * everything there, so it belongs to the installation as a whole. Thread-safe.
 */
public final class Places implements ObjectPlaces {
    private final Inventory inventory;
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final Runs runs;

    public Places(Inventory inventory, SnapshotTasks snapshotTasks, ReplicationTasks replicationTasks, Runs runs) {
        this.inventory = inventory;
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.runs = runs;
    }

    @Override
    public Optional<Place> find(Requires.Where kind, String id) {
        return switch (kind) {
            case DATASTORE -> inventory.datastore(id).map(found -> new Place.OfDatastore(id));
            case SNAPSHOT_TASK -> snapshotTasks.find(id).map(Places::of);
            case REPLICATION_TASK -> replicationTasks.find(id).map(Places::of);
            case RUN -> runs.find(id).map(Places::of);
            case OPEN, KNOWN, INSTALLATION, ANYWHERE, EACH ->
                throw new IllegalArgumentException(kind + " is no kind of object");
        };
    }

    static Place of(SnapshotTask task) {
        return of(task.source());
    }

    static Place of(ReplicationTask task) {
        return of(task.source());
    }

    static Place of(Run run) {
        return of(run.datastoreId());
    }

    static Place of(@Nullable String datastore) {
        return datastore == null ? Place.INSTALLATION : new Place.OfDatastore(datastore);
    }

    static Place of(Source source) {
        return source instanceof Source.OfDatastore datastore
                ? new Place.OfDatastore(datastore.datastoreId())
                : Place.INSTALLATION;
    }

    @Override
    public Collection<Place> all() {
        return Stream.concat(
                        Stream.of(Place.INSTALLATION),
                        inventory.picture().datastores().stream().map(found ->
                                (Place) new Place.OfDatastore(found.datastore().id())))
                .toList();
    }
}
