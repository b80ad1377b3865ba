package org.datastoreguard.nas;

import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/**
 * One dataset as a person sees it when choosing.
 *
 * @param used bytes, with children and snapshots
 * @param available bytes; -1 when unknown
 * @param encryption {@code off} or the cipher
 * @param mountpoint path, {@code none}, {@code legacy}, or {@code -} for a volume
 */
public record DatasetInfo(
        DatasetName name, DatasetType type, long used, long available, String encryption, String mountpoint) {}
