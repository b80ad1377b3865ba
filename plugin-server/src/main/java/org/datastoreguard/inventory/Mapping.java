package org.datastoreguard.inventory;

import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset on which NAS stands behind a datastore, or why none is known.
 *
 * @param reason for people; null only when MAPPED
 * @param datasets more than one when a VMFS datastore spans several extents
 */
public record Mapping(
        Status status,
        @Nullable String reason,
        @Nullable String nasSystemId,
        @Nullable DatasetName dataset,
        @Nullable DatasetType datasetType,
        java.util.List<DatasetName> datasets) {
    public Mapping {
        datasets = java.util.List.copyOf(datasets);
    }

    public enum Status {
        MAPPED,
        UNMAPPED,
        AMBIGUOUS,
        UNREACHABLE
    }
}
