package org.datastoreguard.replication;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** Replication tasks for tests: a plain push of all snapshots, changed where a test says so. */
public final class Tasks {
    String id = "task-1";
    Source source = new Source.OfDatasets("nas1", List.of(new DatasetName("tank/vm")));
    ReplicationTask.IncludeSnapshots include = ReplicationTask.IncludeSnapshots.ALL;
    List<String> snapshotTasks = List.of();
    List<String> schemas = List.of();
    List<String> exclude = List.of();
    String remoteNas = "nas2";
    DatasetName remoteDataset = new DatasetName("tank/backup/vm");

    @Nullable
    String remoteHost = null;

    @Nullable
    Integer remotePort = null;

    ReplicationTask.Direction direction = ReplicationTask.Direction.PUSH;
    ReplicationTask.Compression compression = ReplicationTask.Compression.OFF;
    ReplicationTask.Transport transport = ReplicationTask.Transport.DIRECT;
    ReplicationTask.Cipher cipher = ReplicationTask.Cipher.STANDARD;
    long limitKBps = 0;
    boolean recursive = true;
    ReplicationTask.OnDivergence onDivergence = ReplicationTask.OnDivergence.FAIL;
    ReplicationTask.FromScratch fromScratch = ReplicationTask.FromScratch.REFUSE;
    ReplicationTask.TargetRetention targetRetention =
            new ReplicationTask.TargetRetention(ReplicationTask.TargetRetention.Policy.NONE, null);
    boolean deleteStaleSnapshots = false;
    boolean includeProperties = false;
    Map<String, String> propertyOverrides = Map.of();
    List<String> propertyExcludes = List.of();
    ReplicationTask.Raw raw = ReplicationTask.Raw.AUTO;
    int retries = 2;
    Duration stallTimeout = Duration.ofMinutes(1);

    @Nullable
    Duration allowedLag = null;

    boolean enabled = true;

    /** One that sends what snapshot tasks take, or everything where none is named. */
    public static ReplicationTask watched(
            String id, Source source, List<String> snapshotTasks, @Nullable Duration allowedLag, boolean enabled) {
        Tasks task = new Tasks();
        task.id = id;
        task.source = source;
        task.snapshotTasks = snapshotTasks;
        task.include =
                snapshotTasks.isEmpty() ? ReplicationTask.IncludeSnapshots.ALL : ReplicationTask.IncludeSnapshots.OWN;
        task.allowedLag = allowedLag;
        task.enabled = enabled;
        return task.build();
    }

    /** A push of all snapshots of one dataset below its root, for tests of other rooms. */
    public static ReplicationTask push(String id, DatasetName source, DatasetName target, String host, int port) {
        Tasks task = new Tasks();
        task.id = id;
        task.source = new Source.OfDatasets("nas1", List.of(source));
        task.remoteDataset = target;
        task.remoteHost = host;
        task.remotePort = port;
        return task.build();
    }

    /** One that writes there. */
    public static ReplicationTask into(String id, String remoteNas, DatasetName target, boolean enabled) {
        Tasks task = new Tasks();
        task.id = id;
        task.source = new Source.OfDatasets("nas-of-others", List.of(new DatasetName("tank/source")));
        task.remoteNas = remoteNas;
        task.remoteDataset = target;
        task.enabled = enabled;
        return task.build();
    }

    ReplicationTask build() {
        return new ReplicationTask(
                id,
                "Task " + id,
                source,
                snapshotTasks,
                include,
                schemas,
                direction,
                transport,
                new ReplicationTask.Remote(remoteNas, remoteHost, remotePort),
                remoteDataset,
                recursive,
                exclude,
                deleteStaleSnapshots,
                compression,
                limitKBps,
                null,
                ZoneOffset.UTC,
                false,
                ReplicationTask.Trigger.MANUAL,
                null,
                cipher,
                includeProperties,
                propertyOverrides,
                propertyExcludes,
                raw,
                onDivergence,
                fromScratch,
                targetRetention,
                true,
                retries,
                stallTimeout,
                true,
                allowedLag,
                enabled,
                1);
    }
}
