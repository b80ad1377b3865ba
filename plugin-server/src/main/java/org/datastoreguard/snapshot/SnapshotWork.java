package org.datastoreguard.snapshot;

import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;

/**
 * Takes one snapshot of a task: of all its datasets on a pool at one moment. The name says the slot, the properties
 * {@code org.datastoreguard:task} and {@code …:run} on the snapshot say whose it is; so a repeated attempt finds what a
 * former one took, and a name that belongs to somebody else is never mistaken for it (design/engine.md, rules 22, 23).
 *
 * <p>A task that does without empty snapshots asks first what was written since its newest one. What is still in the
 * machine's memory, seconds old, does not count yet; it is seen at the next slot. Taking first and destroying an empty
 * snapshot would see it at once, but never destroying anything is worth more.
 */
public final class SnapshotWork implements Work {
    private static final int SHOWN = 5;

    private final SnapshotTask task;
    private final SnapshotOrder order;
    private final List<DatasetName> roots;
    private final SnapshotCommands commands;

    /** @param datasets the task's source, as it was resolved for this run */
    public SnapshotWork(SnapshotTask task, SnapshotOrder order, Nas nas, List<DatasetName> datasets) {
        this.task = task;
        this.order = order;
        this.roots = outermost(datasets, task.recursive());
        this.commands = new SnapshotCommands(nas);
    }

    /** A dataset below another one is covered by it, and ZFS refuses to be told twice. */
    private static List<DatasetName> outermost(List<DatasetName> datasets, boolean recursive) {
        return datasets.stream()
                .distinct()
                .filter(one -> !recursive || !one.isBelowAnyOf(datasets))
                .sorted()
                .toList();
    }

    /**
     * @throws GuardException SOURCE_DATASET_MISSING, SNAPSHOT_NAME_TAKEN, NAS_RIGHT_MISSING, ZFS_FAILED; NAS_* after
     *     some attempts
     */
    @Override
    public void perform(Story story) {
        new Attempts(story).until(() -> {
            story.checkCancelled();
            byPool(roots).forEach(pool -> take(pool, story));
        });
    }

    private static Collection<List<DatasetName>> byPool(List<DatasetName> datasets) {
        return datasets.stream()
                .collect(Collectors.groupingBy(DatasetName::pool, TreeMap::new, Collectors.toList()))
                .values();
    }

    private void take(List<DatasetName> poolRoots, Story story) {
        if (!task.allowEmpty() && !order.fresh() && unchanged(poolRoots)) {
            story.info("Nothing was written since the last snapshot; none is taken of " + shown(poolRoots));
            return;
        }
        for (String label : labels()) {
            if (take(poolRoots, label, story)) {
                return;
            }
        }
        throw new GuardException(
                ErrorCode.SNAPSHOT_NAME_TAKEN,
                "Of " + shown(poolRoots) + " there is a snapshot @" + labels().get(0)
                        + " already that this task did not take; rename it, or give the task another naming schema");
    }

    /** The name, and for a snapshot that must be new a second choice that shows the second. */
    private List<String> labels() {
        String label = task.namingSchema().format(order.at());
        int second = order.at().atOffset(ZoneOffset.UTC).get(ChronoField.SECOND_OF_MINUTE);
        return order.fresh() ? List.of(label, label + "-" + second + "s") : List.of(label);
    }

    /** @return whether all datasets have the snapshot now */
    private boolean take(List<DatasetName> poolRoots, String label, Story story) {
        SnapshotCommands.Owner owner = new SnapshotCommands.Owner(task.id(), order.runId());
        boolean wholeTrees = task.recursive() && task.exclude().isEmpty();
        List<DatasetName> named = wholeTrees ? poolRoots : covered(poolRoots);
        if (commands.take(named, wholeTrees, label, owner)) {
            story.info("Took the snapshot @" + label + " of " + shown(named) + (wholeTrees ? " and all below" : ""));
            return true;
        }
        return complete(covered(poolRoots), label, owner, story);
    }

    /** Some have a snapshot of this name: ours are done, the rest is still to take, and one of others is in the way. */
    private boolean complete(List<DatasetName> datasets, String label, SnapshotCommands.Owner owner, Story story) {
        Map<DatasetName, SnapshotCommands.Owner> owners = commands.owners(datasets, label);
        if (!owners.values().stream().allMatch(this::isOurs)) {
            return false;
        }
        List<DatasetName> missing = new ArrayList<>(datasets);
        missing.removeAll(owners.keySet());
        if (!missing.isEmpty() && !commands.take(missing, false, label, owner)) {
            throw new GuardException(
                    ErrorCode.SNAPSHOT_VANISHED, "Somebody takes and destroys snapshots @" + label + " at this moment");
        }
        story.info("The snapshot @" + label + " of " + shown(datasets) + " is there already, taken by this task"
                + (missing.isEmpty() ? "" : "; added " + shown(missing)));
        return true;
    }

    private boolean isOurs(SnapshotCommands.Owner owner) {
        return order.fresh() ? order.runId().equals(owner.runId()) : Objects.equals(task.id(), owner.taskId());
    }

    private List<DatasetName> covered(List<DatasetName> poolRoots) {
        Excludes excludes = new Excludes(task.exclude());
        List<DatasetName> covered = commands.list(poolRoots, task.recursive()).stream()
                .filter(dataset -> !excludes.contain(dataset))
                .toList();
        if (covered.isEmpty()) {
            throw new GuardException(
                    ErrorCode.SOURCE_DATASET_MISSING, "The task excludes all datasets of " + shown(poolRoots));
        }
        return covered;
    }

    /** Compared with the task's own newest snapshot: one that somebody else took meanwhile hides what we have not got. */
    private boolean unchanged(List<DatasetName> poolRoots) {
        List<DatasetName> covered = covered(poolRoots);
        Optional<String> last = newestOwn(covered);
        return last.isPresent()
                && commands.writtenSince(covered, last.get()).values().stream()
                        .allMatch(written -> written.filter(bytes -> bytes == 0).isPresent());
    }

    private Optional<String> newestOwn(List<DatasetName> covered) {
        List<String> candidates = commands.labels(covered.get(0)).stream()
                .filter(label -> task.namingSchema().parse(label).isPresent())
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        String newest = candidates.get(candidates.size() - 1);
        boolean own = commands.owners(covered, newest).values().stream()
                .allMatch(owner -> Objects.equals(task.id(), owner.taskId()));
        return own ? Optional.of(newest) : Optional.empty();
    }

    private static String shown(List<DatasetName> datasets) {
        String names = datasets.stream().limit(SHOWN).map(DatasetName::value).collect(Collectors.joining(", "));
        int more = datasets.size() - SHOWN;
        return more > 0 ? names + " and " + more + " more" : names;
    }
}
