package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;

/**
 * The snapshots that might have to be sent, before it is known whose they are. Asking ZFS for a property of a snapshot
 * costs a hundred times what listing it costs, so only these are asked about; where nothing is new, none.
 */
final class Candidates {
    private Candidates() {}

    static List<Snapshot> of(PlanRequest request) {
        List<Snapshot> candidates = new ArrayList<>();
        for (PlanRequest.Root root : request.roots()) {
            for (Dataset dataset : request.members(root)) {
                DatasetName target = dataset.name().rebased(root.source(), root.target());
                long base = request.target()
                        .find(target)
                        .flatMap(there -> CommonBase.newest(dataset, there))
                        .map(Step.Base::createtxg)
                        .orElse(-1L);
                dataset.snapshots().stream()
                        .filter(snapshot -> snapshot.createtxg() > base)
                        .forEach(candidates::add);
            }
        }
        return candidates;
    }

    /** All of datasets that are received anew, since the base that the old target has is of no use to the new one. */
    static List<Snapshot> ofReplaced(PlanRequest request) {
        List<Replacement> replacements = Planner.plan(request).replacements();
        List<Snapshot> candidates = new ArrayList<>();
        for (PlanRequest.Root root : request.roots()) {
            for (Dataset dataset : request.members(root)) {
                DatasetName target = dataset.name().rebased(root.source(), root.target());
                if (replacements.stream().anyMatch(one -> one.target().contains(target))) {
                    candidates.addAll(dataset.snapshots());
                }
            }
        }
        return candidates;
    }
}
