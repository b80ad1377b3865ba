package org.datastoreguard.snapshot;

import java.time.Instant;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;
import org.datastoreguard.zfs.SnapshotName;

/**
 * A snapshot that somebody wants once, with the virtual machines on the datastore made consistent. Since that lasts, a run
 * takes it. It belongs to no task: no retention deletes it.
 *
 * @param id what its run has in place of a task's id
 * @param datastoreId {@code urn:vmomi:Datastore:datastore-11:GUID}
 */
public record OneTimeSnapshot(
        String id, String datastoreId, String label, boolean recursive, OnVmFailure onVmFailure, Instant orderedAt) {
    /** As a run shows it. */
    public String title() {
        return "Snapshot @" + SnapshotName.shown(label);
    }
}
