package org.datastoreguard.zfs;

import java.time.Instant;

/**
 * A snapshot as a machine listed it.
 *
 * @param createtxg the transaction group it was made in: the order of snapshots within one pool
 * @param created by the clock of the machine that took it; never compared across machines
 */
public record Snapshot(SnapshotName name, Guid guid, long createtxg, Instant created) {}
