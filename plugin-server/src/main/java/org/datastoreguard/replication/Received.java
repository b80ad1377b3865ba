package org.datastoreguard.replication;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.ListingParser;
import org.datastoreguard.zfs.ListingScript;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * What a task's target has of its source's snapshots. The target itself is asked: the bookmarks on the source say
 * what arrived once, not that it is still there.
 */
public final class Received {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final ReplicationTask task;
    private final List<PlanRequest.Root> roots;

    /** @param datasets the task's source, as it is resolved now */
    public Received(ReplicationTask task, List<DatasetName> datasets) {
        this.task = task;
        this.roots = TaskScope.roots(task, datasets);
    }

    /** Whether the task sends that dataset. */
    public boolean covers(DatasetName dataset) {
        return roots.stream()
                        .anyMatch(root -> task.recursive()
                                ? root.source().contains(dataset)
                                : root.source().equals(dataset))
                && !new Excludes(task.exclude()).contain(dataset);
    }

    /** Whether the task sends that snapshot, whose owner is set. */
    public Predicate<Snapshot> selected() {
        return TaskScope.of(task).selected();
    }

    /**
     * The guids on the target by the source dataset they stand for; a source dataset whose target does not exist is absent.
     *
     * @throws GuardException NAS_*
     */
    public Map<DatasetName, Set<Guid>> guids(Nas target) {
        List<DatasetName> targets = roots.stream().map(PlanRequest.Root::target).toList();
        List<String> arguments = ListingScript.arguments(task.recursive(), targets);
        Script script = new Script("datastore-guard:received", ListingScript.WHAT_IS_THERE, arguments, List.of());
        Output output = target.run(script, DEADLINE);
        if (!output.ok()) {
            throw GuardException.ofCommand(
                    ZfsErrors.classify(output.stderr()),
                    target.system().name() + " cannot list its datasets: "
                            + output.stderr().strip(),
                    output.stderr());
        }
        return bySource(ListingParser.outline(output.stdout(), output.stderr()));
    }

    private Map<DatasetName, Set<Guid>> bySource(Listing listing) {
        Map<DatasetName, Set<Guid>> received = new HashMap<>();
        for (PlanRequest.Root root : roots) {
            for (Dataset dataset : listing.within(root.target())) {
                received.put(
                        dataset.name().rebased(root.target(), root.source()),
                        dataset.snapshots().stream().map(Snapshot::guid).collect(Collectors.toSet()));
            }
        }
        return received;
    }
}
