package org.datastoreguard.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.api.document.ProtectionDocument;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.jobs.ReplicationLag;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.jspecify.annotations.Nullable;

/** How datastores are protected: by which tasks, and how long ago with success. Thread-safe. */
public final class Protections {
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final Runs runs;
    private final ReplicationLag lag;

    public Protections(SnapshotTasks snapshotTasks, ReplicationTasks replicationTasks, Runs runs, Clock clock) {
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.runs = runs;
        this.lag = new ReplicationLag(runs, clock);
    }

    /** The tasks of this moment, read once for a whole list of datastores. */
    Present present() {
        return new Present(snapshotTasks.all(), replicationTasks.all());
    }

    /** Answers for one datastore after the other. */
    final class Present {
        private final List<SnapshotTask> snapshots;
        private final List<ReplicationTask> replications;

        private Present(List<SnapshotTask> snapshots, List<ReplicationTask> replications) {
            this.snapshots = snapshots;
            this.replications = replications;
        }

        ProtectionDocument of(MappedDatastore datastore) {
            List<String> snapshotIds = snapshots.stream()
                    .filter(task -> protects(task.source(), datastore))
                    .map(SnapshotTask::id)
                    .toList();
            List<ReplicationTask> replicating = replications.stream()
                    .filter(task -> protects(task.source(), datastore))
                    .toList();
            List<String> replicationIds =
                    replicating.stream().map(ReplicationTask::id).toList();
            return new ProtectionDocument(
                    snapshotIds,
                    replicationIds,
                    lastSuccess(snapshotIds),
                    lastSuccess(replicationIds),
                    replicating.stream()
                            .flatMap(task -> lag.of(task).stream())
                            .min(Duration::compareTo)
                            .map(Duration::toSeconds)
                            .orElse(null),
                    replicating.stream().anyMatch(task -> lag.exceeded(task).isPresent()));
        }
    }

    private static boolean protects(Source source, MappedDatastore datastore) {
        if (source instanceof Source.OfDatastore of) {
            return of.datastoreId().equals(datastore.datastore().id());
        }
        Source.OfDatasets named = (Source.OfDatasets) source;
        Mapping mapping = datastore.mapping();
        return named.nasSystemId().equals(mapping.nasSystemId())
                && named.datasets().stream()
                        .anyMatch(root -> mapping.datasets().stream().anyMatch(root::contains));
    }

    private @Nullable Instant lastSuccess(List<String> taskIds) {
        return runs.lastSuccess(taskIds, null).map(Run::startedAt).orElse(null);
    }
}
