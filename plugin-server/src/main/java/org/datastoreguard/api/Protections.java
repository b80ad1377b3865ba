package org.datastoreguard.api;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.datastoreguard.api.document.ProtectionDocument;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.jobs.ReplicationLag;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.jobs.Successes;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;

/** How datastores are protected: by which tasks, and how long ago with success. Thread-safe. */
public final class Protections {
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final Runs runs;
    private final Clock clock;

    public Protections(SnapshotTasks snapshotTasks, ReplicationTasks replicationTasks, Runs runs, Clock clock) {
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.runs = runs;
        this.clock = clock;
    }

    /** The tasks of this moment and their last successes, read once for a whole list of datastores. */
    Present present() {
        return new Present(Successes.readAtOnce(runs));
    }

    ProtectionDocument of(MappedDatastore datastore) {
        return new Present(Successes.of(runs)).of(datastore);
    }

    /** Answers for one datastore after the other. */
    final class Present {
        private final Protecting<SnapshotTask> snapshots;
        private final Protecting<ReplicationTask> replications;
        private final Successes successes;
        private final ReplicationLag lag;
        private final Instant now = clock.instant();

        private Present(Successes successes) {
            this.snapshots = Protecting.of(snapshotTasks.all(), SnapshotTask::source);
            this.replications = Protecting.of(replicationTasks.all(), ReplicationTask::source);
            this.successes = successes;
            this.lag = new ReplicationLag(successes, runs, clock);
        }

        ProtectionDocument of(MappedDatastore datastore) {
            List<String> snapshotIds =
                    snapshots.of(datastore).stream().map(SnapshotTask::id).toList();
            List<ReplicationTask> replicating = replications.of(datastore);
            List<String> replicationIds =
                    replicating.stream().map(ReplicationTask::id).toList();
            return ProtectionDocument.of(
                    datastore.mapping().status(),
                    new ProtectionDocument.Facts(
                            snapshotIds,
                            replicationIds,
                            successes.began(snapshotIds, null).orElse(null),
                            successes.began(replicationIds, null).orElse(null),
                            replicating.stream()
                                    .flatMap(task -> lag.arrived(task).stream())
                                    .max(Comparator.naturalOrder())
                                    .orElse(null),
                            replicating.stream()
                                    .anyMatch(task -> lag.exceeded(task).isPresent())),
                    now);
        }
    }

    /** Tasks, to be found by what they protect. */
    private record Protecting<T>(Map<String, List<T>> ofDatastore, List<T> ofDatasets, Function<T, Source> source) {
        static <T> Protecting<T> of(List<T> tasks, Function<T, Source> source) {
            Map<Boolean, List<T>> kinds =
                    tasks.stream().collect(groupingBy(task -> source.apply(task) instanceof Source.OfDatastore));
            return new Protecting<>(
                    kinds.getOrDefault(true, List.of()).stream()
                            .collect(groupingBy(task -> ((Source.OfDatastore) source.apply(task)).datastoreId())),
                    kinds.getOrDefault(false, List.of()),
                    source);
        }

        List<T> of(MappedDatastore datastore) {
            return Stream.concat(
                            ofDatastore.getOrDefault(datastore.datastore().id(), List.of()).stream(),
                            ofDatasets.stream()
                                    .filter(task -> holds((Source.OfDatasets) source.apply(task), datastore.mapping())))
                    .toList();
        }

        private static boolean holds(Source.OfDatasets source, Mapping mapping) {
            return source.nasSystemId().equals(mapping.nasSystemId())
                    && source.datasets().stream()
                            .anyMatch(root -> mapping.datasets().stream().anyMatch(root::contains));
        }
    }
}
