package org.datastoreguard.recovery;

import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.zfs.DatasetName;

/** A dataset on a machine. */
record Place(String nasSystemId, DatasetName dataset) {
    /** Whether a datastore lies on this dataset itself, alone or with others. */
    boolean carries(Mapping mapping) {
        return nasSystemId.equals(mapping.nasSystemId()) && mapping.datasets().contains(dataset);
    }

    /** Whether a datastore lies here or below, or might, since nobody knows where it lies. */
    boolean mayCarry(Mapping mapping) {
        if (mapping.nasSystemId() == null) {
            return mapping.status() == Mapping.Status.AMBIGUOUS || mapping.status() == Mapping.Status.UNREACHABLE;
        }
        return nasSystemId.equals(mapping.nasSystemId())
                && mapping.datasets().stream().anyMatch(dataset::contains);
    }
}
