package org.datastoreguard.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.replication.Marker;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTask.OnDivergence;
import org.datastoreguard.snapshot.ReplicationNeeds;
import org.datastoreguard.snapshot.ReplicationNeeds.Need;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;

/** The tasks that a roll back would come in the way of. Thread-safe. */
record TasksThere(
        Supplier<List<SnapshotTask>> snapshots,
        Supplier<List<ReplicationTask>> replications,
        SourceResolver sources,
        ReplicationNeeds needs) {

    /** The ids of all tasks whose runs may touch a place, whether enabled or not, since they can be run by hand. */
    Set<String> touching(Place place) {
        Stream<String> taking = snapshots.get().stream()
                .filter(task -> reads(task.source(), task.recursive(), place))
                .map(SnapshotTask::id);
        Stream<String> sending = replications.get().stream()
                .filter(task -> writes(task, place) || reads(task.source(), task.recursive(), place))
                .map(ReplicationTask::id);
        return Stream.concat(taking, sending).collect(Collectors.toSet());
    }

    /** A source whose place is not known may be this one. */
    private boolean reads(Source source, boolean recursive, Place place) {
        try {
            SourceResolver.Resolved found = sources.resolve(source);
            return found.nasSystemId().equals(place.nasSystemId())
                    && found.datasets().stream()
                            .anyMatch(
                                    root -> recursive ? root.contains(place.dataset()) : root.equals(place.dataset()));
        } catch (GuardException e) {
            return true;
        }
    }

    private static boolean writes(ReplicationTask task, Place place) {
        return task.remote().nasSystemId().equals(place.nasSystemId())
                && task.remoteDataset().contains(place.dataset());
    }

    /** What keeps a place from being changed: it belongs to a replication that will write it again. */
    List<Obstacle> targets(Place place) {
        return targeting(place).stream()
                .map(task -> new Obstacle(
                        "TARGET_OF_TASK",
                        "Replication task " + task.name() + " writes " + task.remoteDataset()
                                + ", which this is or lies in. Disable the task first, or restore its source"))
                .toList();
    }

    /** The enabled replications whose target is that dataset or contains it. */
    List<ReplicationTask> targeting(Place place) {
        return replications.get().stream()
                .filter(task -> task.enabled() && writes(task, place))
                .toList();
    }

    /** The tags of the holds that tasks of this server make. */
    Set<String> holdTags() {
        return replications.get().stream()
                .map(task -> new Marker(task.id()).tag())
                .collect(Collectors.toSet());
    }

    /** Which enabled replications go on from something that would be lost; asks their targets. */
    List<Warning> losing(Place place, Set<Guid> lost) {
        if (lost.isEmpty()) {
            return List.of();
        }
        List<Warning> warnings = new ArrayList<>();
        for (Need need : needs.of(place.nasSystemId())) {
            if (need.covers().test(place.dataset())) {
                losing(need, place.dataset(), lost, warnings);
            }
        }
        return warnings;
    }

    private void losing(Need need, DatasetName dataset, Set<Guid> lost, List<Warning> warnings) {
        String unknown = need.unknown();
        if (unknown != null) {
            warnings.add(baseLost("What the target of replication task " + need.task()
                    + " has is not known, so it may go on from a snapshot that is lost here: " + unknown));
        } else if (need.received().getOrDefault(dataset, Set.of()).stream().anyMatch(lost::contains)) {
            warnings.add(baseLost("Replication task " + need.task()
                    + " goes on from a snapshot that is lost here: afterwards its target has diverged, and its next run "
                    + (rollsBack(need.task())
                            ? "rolls the target back too, as the task allows"
                            : "ends with TARGET_DIVERGED until somebody decides what becomes of the target")));
        }
    }

    private static Warning baseLost(String message) {
        return new Warning("REPLICATION_BASE_LOST", message, true);
    }

    private boolean rollsBack(String taskName) {
        return replications.get().stream()
                .anyMatch(task -> task.name().equals(taskName) && task.onDivergence() == OnDivergence.ROLL_BACK);
    }
}
