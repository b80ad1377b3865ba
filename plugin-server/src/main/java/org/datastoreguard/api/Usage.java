package org.datastoreguard.api;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.vcenter.VcenterServer;

/** Which tasks use a machine, so that none is taken away under them. Thread-safe. */
public final class Usage {
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final Inventory inventory;

    public Usage(SnapshotTasks snapshotTasks, ReplicationTasks replicationTasks, Inventory inventory) {
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.inventory = inventory;
    }

    /** Names of the tasks that protect a datastore of this vCenter. */
    List<String> ofVcenter(VcenterServer server) {
        String uuid = server.instanceUuid();
        return uuid == null
                ? List.of()
                : names(
                        source -> source instanceof Source.OfDatastore d
                                && d.datastoreId().endsWith(":" + uuid),
                        remote -> false);
    }

    /** Names of the tasks that read from or send to this NAS. */
    List<String> ofNasSystem(String nasSystemId) {
        return names(source -> nasSystemId.equals(nasOf(source)), nasSystemId::equals);
    }

    private String nasOf(Source source) {
        if (source instanceof Source.OfDatasets datasets) {
            return datasets.nasSystemId();
        }
        return inventory
                .datastore(((Source.OfDatastore) source).datastoreId())
                .map(found -> String.valueOf(found.mapping().nasSystemId()))
                .orElse("");
    }

    private List<String> names(Predicate<Source> source, Predicate<String> remote) {
        Stream<String> snapshots = snapshotTasks.all().stream()
                .filter(task -> source.test(task.source()))
                .map(SnapshotTask::name);
        Stream<String> replications = replicationTasks.all().stream()
                .filter(task ->
                        source.test(task.source()) || remote.test(task.remote().nasSystemId()))
                .map(ReplicationTask::name);
        return Stream.concat(snapshots, replications).sorted().toList();
    }

    /** @throws GuardException IN_USE */
    void refuseIfUsed(String what, List<String> tasks) {
        if (!tasks.isEmpty()) {
            throw new GuardException(
                    ErrorCode.IN_USE,
                    "These tasks use the " + what + "; remove them first: " + String.join(", ", tasks));
        }
    }
}
