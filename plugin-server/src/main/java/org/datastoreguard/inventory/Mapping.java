package org.datastoreguard.inventory;

import java.util.List;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset on which NAS stands behind a datastore, or why none is known.
 *
 * @param reason for people; null only when MAPPED
 * @param dataset the first of {@code datasets}; also given for an UNREACHABLE datastore whose place is known from before
 * @param datasets more than one when a VMFS datastore spans several extents
 */
public record Mapping(
        Status status,
        @Nullable String reason,
        @Nullable String nasSystemId,
        @Nullable DatasetName dataset,
        @Nullable DatasetType datasetType,
        List<DatasetName> datasets) {
    public Mapping {
        datasets = List.copyOf(datasets);
    }

    static Mapping mapped(String nasSystemId, List<DatasetName> datasets, DatasetType type) {
        return new Mapping(Status.MAPPED, null, nasSystemId, datasets.get(0), type, datasets);
    }

    /** @param status any but MAPPED */
    static Mapping none(Status status, String reason) {
        return new Mapping(status, reason, null, null, null, List.of());
    }

    /** The same place, on a NAS that does not answer at the moment. */
    Mapping unreachable(String why) {
        return new Mapping(Status.UNREACHABLE, why, nasSystemId, dataset, datasetType, datasets);
    }

    public enum Status {
        MAPPED,
        UNMAPPED,
        AMBIGUOUS,
        UNREACHABLE
    }
}
