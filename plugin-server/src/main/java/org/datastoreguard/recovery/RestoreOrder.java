package org.datastoreguard.recovery;

import java.time.Instant;
import java.util.Set;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.SnapshotName;

/**
 * A way back that somebody ordered once and that a run goes. It names what was confirmed, so that a datastore that lies
 * somewhere else by the time of the run makes no difference.
 *
 * @param id what its run has in place of a task's id
 * @param datastoreId {@code urn:vmomi:Datastore:datastore-11:GUID}
 * @param snapshot what is gone back to, or cloned; only while it has the guid
 */
public record RestoreOrder(
        String id,
        String datastoreId,
        String nasSystemId,
        SnapshotName snapshot,
        Guid guid,
        Way way,
        Instant orderedAt) {
    /** What is to be done with the snapshot. */
    public sealed interface Way {}

    /**
     * @param announced the guids of all that whoever ordered it knew to be lost by it; nothing else may be
     * @param force whether the warnings that ask for it were accepted
     */
    public record RollBack(Set<Guid> announced, boolean force) implements Way {
        public RollBack {
            announced = Set.copyOf(announced);
        }
    }

    /** @param name of the dataset that is made */
    public record Clone(DatasetName name) implements Way {}

    /** As a run shows it. */
    public String title() {
        return (way instanceof Clone ? "Clone of @" : "Roll back to @") + SnapshotName.shown(snapshot.label());
    }

    /** The dataset that is changed or made. */
    public DatasetName changes() {
        return way instanceof Clone clone ? clone.name() : snapshot.dataset();
    }
}
