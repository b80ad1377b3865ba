package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;

/**
 * Tells, from snapshots alone, that there is nothing to do: the newest snapshot of each dataset of the source is also the newest of
 * its target. How a target stands then changes nothing, unless the task has leave to undo what was written there since.
 */
final class UpToDate {
    private UpToDate() {}

    /**
     * The target as far as it was listed, each dataset of the type of its source; empty when there is something to do, or
     * when it takes more than snapshots to tell.
     */
    static Optional<Listing> target(PlanRequest request) {
        if (!request.scope().leave().equals(PlanRequest.Leave.NONE)) {
            return Optional.empty();
        }
        List<Dataset> equal = new ArrayList<>(request.target().byName().values());
        for (PlanRequest.Root root : request.roots()) {
            Collection<Dataset> members = request.members(root);
            if (members.isEmpty()) {
                return Optional.empty();
            }
            for (Dataset source : members) {
                DatasetName name = source.name().rebased(root.source(), root.target());
                Optional<Dataset> target = request.target().find(name).filter(there -> sameEnd(source, there));
                if (target.isEmpty()) {
                    return Optional.empty();
                }
                Dataset.State state = Dataset.State.empty(source.state().type());
                equal.add(new Dataset(
                        name, state, target.get().snapshots(), target.get().bookmarks()));
            }
        }
        return Optional.of(new Listing(equal));
    }

    private static boolean sameEnd(Dataset source, Dataset target) {
        Optional<Guid> newest = source.newest().map(snapshot -> snapshot.guid());
        return newest.isPresent() && newest.equals(target.newest().map(snapshot -> snapshot.guid()));
    }
}
