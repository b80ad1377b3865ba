package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;

/**
 * Whether a target is as replication leaves it: each dataset is there, ends with a snapshot that its source knows, and waits for
 * nothing. Its newest snapshot is then the base, and no other matters to a plan (docs/adr/0038). Pure.
 */
final class InOrder {
    /** A dataset and where it goes. */
    private record Pair(Dataset source, DatasetName target) {
        boolean isInOrder(Listing targets, boolean rollsBack) {
            Optional<Dataset> there = targets.find(target);
            return there.filter(dataset -> dataset.state().resumeToken() == null)
                    // Where it may be rolled back, what was written to it is reason enough.
                    .filter(dataset -> !rollsBack || dataset.state().written() == 0)
                    .flatMap(Dataset::newest)
                    .filter(newest -> isKnown(newest.guid()))
                    .isPresent();
        }

        private boolean isKnown(Guid guid) {
            return source.snapshot(guid).isPresent()
                    || source.bookmarks().stream().anyMatch(mark -> mark.guid().equals(guid));
        }

        /** Without a snapshot nothing is sent, and nothing can be wrong. */
        boolean matters() {
            return !source.snapshots().isEmpty() || !source.bookmarks().isEmpty();
        }
    }

    private final List<Pair> pairs = new ArrayList<>();
    private final boolean rollsBack;

    /** @param request whose target is of no account */
    InOrder(PlanRequest request) {
        PlanRequest.Leave leave = request.scope().leave();
        rollsBack = leave.rollsBack();
        if (leave.fresh() == null) {
            for (PlanRequest.Root root : request.roots()) {
                request.members(root).stream()
                        .map(source -> new Pair(source, source.name().rebased(root.source(), root.target())))
                        .filter(Pair::matters)
                        .forEach(pairs::add);
            }
        }
    }

    /** The target datasets to be asked for their newest snapshot; none where that would not do. */
    List<DatasetName> targets() {
        return pairs.stream().map(Pair::target).toList();
    }

    /** @param newest the target datasets, each with its newest snapshot */
    boolean isSaidBy(Listing newest) {
        return !pairs.isEmpty() && pairs.stream().allMatch(pair -> pair.isInOrder(newest, rollsBack));
    }
}
