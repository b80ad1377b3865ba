package org.datastoreguard.zfs;

/** What a dataset is; a stream of one can never be received into the other. */
public enum DatasetType {
    FILESYSTEM,
    VOLUME
}
