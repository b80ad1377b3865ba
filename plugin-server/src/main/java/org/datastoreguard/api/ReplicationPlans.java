package org.datastoreguard.api;

import java.time.Clock;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.DryRun;
import org.datastoreguard.replication.Ends;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationWork;

/** Dry runs of replication tasks, by the code that would do the work. Thread-safe. */
public final class ReplicationPlans {
    private final SourceResolver sources;
    private final NasConnections connections;
    private final Clock clock;

    public ReplicationPlans(SourceResolver sources, NasConnections connections, Clock clock) {
        this.sources = sources;
        this.connections = connections;
        this.clock = clock;
    }

    /** @throws org.datastoreguard.error.GuardException NAS_*, DATASTORE_UNMAPPED */
    DryRun plan(ReplicationTask task) {
        SourceResolver.Resolved place = sources.resolve(task.source());
        Ends ends = new Ends(
                connections.nas(place.nasSystemId()),
                place.datasets(),
                connections.nas(task.remote().nasSystemId()));
        return new ReplicationWork(task, ends, clock).dryRun();
    }
}
