package org.datastoreguard.jobs;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.Source.OfDatasets;
import org.datastoreguard.inventory.Source.OfDatastore;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;

/**
 * Where in vCenter work is shown. What protects a datastore is shown there. What names datasets of a machine is shown on
 * the datastores that lie on them; where a vCenter has none of these, or so many that its lists would drown, on its root
 * folder. Thread-safe.
 */
public final class WorkPlaces {
    /** One run of a whole pool must not be a hundred lines of Recent Tasks. */
    private static final int MOST_DATASTORES = 10;

    private final Inventory inventory;
    private final VcenterServers servers;
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;

    public WorkPlaces(
            Inventory inventory,
            VcenterServers servers,
            SnapshotTasks snapshotTasks,
            ReplicationTasks replicationTasks) {
        this.inventory = inventory;
        this.servers = servers;
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
    }

    /** Where a run is shown; nowhere while no vCenter is known. */
    List<ObjectId> of(Run run) {
        String datastore = run.datastoreId();
        if (datastore != null) {
            return ObjectId.find(datastore).stream().toList();
        }
        Optional<List<ObjectId>> places = switch (run.kind()) {
            case SNAPSHOT -> snapshotTasks.find(run.taskId()).map(task -> of(task.source(), task.recursive()));
            case REPLICATION -> replicationTasks.find(run.taskId()).map(this::of);
            case RESTORE -> Optional.empty();
        };
        return places.orElseGet(() -> root(List.of()).stream().toList());
    }

    /** The ids of the tasks of a kind that are enabled and whose runs are shown at an object. */
    List<String> tasksAt(ObjectId place, RunKind kind) {
        return switch (kind) {
            case SNAPSHOT ->
                snapshotTasks.all().stream()
                        .filter(task -> task.enabled()
                                && of(task.source(), task.recursive()).contains(place))
                        .map(SnapshotTask::id)
                        .toList();
            case REPLICATION ->
                replicationTasks.all().stream()
                        .filter(task -> task.enabled() && of(task).contains(place))
                        .map(ReplicationTask::id)
                        .toList();
            case RESTORE -> List.of();
        };
    }

    List<ObjectId> of(ReplicationTask task) {
        return of(task.source(), task.recursive());
    }

    private List<ObjectId> of(Source source, boolean recursive) {
        return source instanceof OfDatastore datastore
                ? ObjectId.find(datastore.datastoreId()).stream().toList()
                : ofDatasets((OfDatasets) source, recursive);
    }

    private List<ObjectId> ofDatasets(OfDatasets named, boolean recursive) {
        List<MappedDatastore> onMachine = inventory.picture().datastores().stream()
                .filter(found -> named.nasSystemId().equals(found.mapping().nasSystemId()))
                .toList();
        Map<String, List<ObjectId>> covered = onMachine.stream()
                .filter(found -> covers(named, recursive, found))
                .flatMap(found -> ObjectId.find(found.datastore().id()).stream())
                .collect(Collectors.groupingBy(ObjectId::instanceUuid, LinkedHashMap::new, Collectors.toList()));
        if (covered.isEmpty()) {
            return root(onMachine).stream().toList();
        }
        return covered.entrySet().stream()
                .flatMap(at -> at.getValue().size() > MOST_DATASTORES
                        ? Stream.of(ObjectId.root(at.getKey()))
                        : at.getValue().stream())
                .toList();
    }

    private static boolean covers(OfDatasets named, boolean recursive, MappedDatastore found) {
        return found.mapping().datasets().stream()
                .anyMatch(dataset -> named.datasets().stream()
                        .anyMatch(root -> recursive ? root.contains(dataset) : root.equals(dataset)));
    }

    /** The root folder of a vCenter that uses the machine, or else of the first one there is, by name. */
    private Optional<ObjectId> root(List<MappedDatastore> onMachine) {
        Set<String> using =
                onMachine.stream().map(found -> found.datastore().vcenterId()).collect(Collectors.toSet());
        return servers.all().stream()
                .filter(server -> server.instanceUuid() != null)
                .min(Comparator.comparing((VcenterServer server) -> !using.contains(server.id()))
                        .thenComparing(VcenterServer::name))
                .map(VcenterServer::instanceUuid)
                .filter(Objects::nonNull)
                .map(ObjectId::root);
    }
}
