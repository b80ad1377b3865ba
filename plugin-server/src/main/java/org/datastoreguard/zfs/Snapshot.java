package org.datastoreguard.zfs;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot as a machine listed it. Its creation time and its holds are left out on purpose: clocks of two machines are
 * never compared, and OpenZFS lists name, guid and createtxg ten times as fast as anything else.
 *
 * @param createtxg the transaction group it was made in: the order of snapshots within one pool
 * @param task the task that took it, from {@link #TASK_PROPERTY} set on the snapshot itself; null when nobody of ours did,
 *     or when nobody asked: the listing does not
 */
public record Snapshot(
        SnapshotName name,
        Guid guid,
        long createtxg,
        @Nullable String task) {
    /** The user property that names the task a snapshot belongs to. */
    public static final String TASK_PROPERTY = "org.datastoreguard:task";

    public Snapshot ownedBy(@Nullable String owner) {
        return new Snapshot(name, guid, createtxg, owner);
    }

    public String label() {
        return name.label();
    }
}
