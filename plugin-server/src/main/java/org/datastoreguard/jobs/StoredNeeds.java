package org.datastoreguard.jobs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.Received;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.ReplicationNeeds;

/** What the stored replication tasks need, as their sources and targets say now. Thread-safe. */
public final class StoredNeeds implements ReplicationNeeds {
    private final ReplicationTasks tasks;
    private final SourceResolver sources;
    private final NasConnections connections;

    public StoredNeeds(ReplicationTasks tasks, SourceResolver sources, NasConnections connections) {
        this.tasks = tasks;
        this.sources = sources;
        this.connections = connections;
    }

    @Override
    public List<Need> of(String nasSystemId) {
        return tasks.all().stream()
                .filter(ReplicationTask::enabled)
                .flatMap(task -> need(task, nasSystemId).stream())
                .toList();
    }

    private Optional<Need> need(ReplicationTask task, String nasSystemId) {
        SourceResolver.Resolved place;
        try {
            place = sources.resolve(task.source());
        } catch (GuardException e) {
            return Optional.of(Need.unknown(task.name(), e.message()));
        }
        return place.nasSystemId().equals(nasSystemId)
                ? Optional.of(need(task, new Received(task, place.datasets())))
                : Optional.empty();
    }

    private Need need(ReplicationTask task, Received received) {
        try {
            return new Need(
                    task.name(),
                    task.holdPending(),
                    received::covers,
                    received.selected(),
                    received.guids(connections.nas(task.remote().nasSystemId())),
                    null);
        } catch (GuardException e) {
            return new Need(task.name(), true, received::covers, s -> true, Map.of(), e.message());
        }
    }
}
