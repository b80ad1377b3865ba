package org.datastoreguard.snapshot;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;

/** Takes a {@link OneTimeSnapshot}, signed with its run so that a repeated attempt finds what a former one took. */
public final class OneTimeWork implements Work {
    private final OneTimeSnapshot ordered;
    private final SnapshotCommands.Owner run;
    private final List<DatasetName> datasets;
    private final SnapshotCommands commands;

    public OneTimeWork(OneTimeSnapshot ordered, String runId, Nas nas, List<DatasetName> datasets) {
        this.ordered = ordered;
        this.run = new SnapshotCommands.Owner(null, runId);
        this.datasets = datasets.stream().distinct().sorted().toList();
        this.commands = new SnapshotCommands(nas);
    }

    /** @throws GuardException SNAPSHOT_NAME_TAKEN; SOURCE_DATASET_MISSING; NAS_RIGHT_MISSING; ZFS_FAILED; NAS_* */
    @Override
    public void perform(Story story) {
        new Attempts(story).until(() -> {
            story.checkCancelled();
            byPool().forEach(pool -> take(pool, story));
        });
    }

    private Collection<List<DatasetName>> byPool() {
        return datasets.stream()
                .collect(Collectors.groupingBy(DatasetName::pool, TreeMap::new, Collectors.toList()))
                .values();
    }

    private void take(List<DatasetName> pool, Story story) {
        String below = ordered.recursive() ? " and all below" : "";
        if (commands.take(pool, ordered.recursive(), ordered.label(), run)) {
            story.info("Took the snapshot @" + ordered.label() + " of " + pool + below);
            return;
        }
        Map<DatasetName, SnapshotCommands.Owner> owners =
                commands.owners(commands.list(pool, ordered.recursive()), ordered.label());
        Set<DatasetName> others = new HashSet<>();
        owners.forEach((dataset, owner) -> {
            if (!run.equals(owner)) {
                others.add(dataset);
            }
        });
        if (!others.isEmpty() || !owners.keySet().containsAll(pool)) {
            throw new GuardException(
                    ErrorCode.SNAPSHOT_NAME_TAKEN,
                    "There is a snapshot @" + ordered.label() + " of " + others + " already; choose another name");
        }
        story.info("The snapshot @" + ordered.label() + " of " + pool + below + " is there already, taken by this run");
    }
}
