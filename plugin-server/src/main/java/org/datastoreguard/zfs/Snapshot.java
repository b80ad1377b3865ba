package org.datastoreguard.zfs;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot as a machine listed it. Its creation time is left out on purpose: clocks of two machines are never compared,
 * and asking for it makes {@code zfs list} several times slower on long lists.
 *
 * @param createtxg the transaction group it was made in: the order of snapshots within one pool
 * @param holds how many holds it has; 0 where the listing did not ask
 * @param task the task that took it, from a property set on the snapshot itself; null when nobody of ours did, or when
 *     the listing did not ask
 */
public record Snapshot(
        SnapshotName name,
        Guid guid,
        long createtxg,
        int holds,
        @Nullable String task) {
    /** The user property that names the task a snapshot belongs to. */
    public static final String TASK_PROPERTY = "org.datastoreguard:task";

    public String label() {
        return name.label();
    }
}
