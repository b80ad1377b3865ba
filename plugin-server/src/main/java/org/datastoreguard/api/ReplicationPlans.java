package org.datastoreguard.api;

import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.Ends;
import org.datastoreguard.replication.Plan;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationWork;

/** Dry runs of replication tasks, by the code that would do the work. Thread-safe. */
public final class ReplicationPlans {
    private final SourceResolver sources;
    private final NasConnections connections;

    public ReplicationPlans(SourceResolver sources, NasConnections connections) {
        this.sources = sources;
        this.connections = connections;
    }

    /** @throws org.datastoreguard.error.GuardException NAS_*, DATASTORE_UNMAPPED */
    Plan plan(ReplicationTask task) {
        SourceResolver.Resolved place = sources.resolve(task.source());
        Ends ends = new Ends(
                connections.nas(place.nasSystemId()),
                place.datasets(),
                connections.nas(task.remote().nasSystemId()));
        return new ReplicationWork(task, ends).plan();
    }
}
