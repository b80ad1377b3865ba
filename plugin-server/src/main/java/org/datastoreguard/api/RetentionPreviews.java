package org.datastoreguard.api;

import java.time.Clock;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.jobs.StoredNeeds;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.Retention;
import org.datastoreguard.snapshot.RetentionPlan;
import org.datastoreguard.snapshot.SnapshotTask;

/** What retention would delete, by the code that would do it. Thread-safe. */
public final class RetentionPreviews {
    private final SourceResolver sources;
    private final NasConnections connections;
    private final StoredNeeds needs;
    private final Clock clock;

    public RetentionPreviews(
            SourceResolver sources, NasConnections connections, ReplicationTasks replicationTasks, Clock clock) {
        this.sources = sources;
        this.connections = connections;
        this.needs = new StoredNeeds(replicationTasks, sources, connections);
        this.clock = clock;
    }

    /** @throws org.datastoreguard.error.GuardException NAS_*, DATASTORE_UNMAPPED, SOURCE_DATASET_MISSING */
    RetentionPlan of(SnapshotTask task) {
        SourceResolver.Resolved place = sources.resolve(task.source());
        return new Retention(task, connections.nas(place.nasSystemId()), place.datasets(), needs, clock).plan();
    }
}
