package org.datastoreguard.inventory;

import java.util.List;
import org.datastoreguard.zfs.DatasetName;

/** What a task protects: a datastore, whose datasets are looked up at each run, or datasets of a NAS named outright. */
public sealed interface Source {
    record OfDatastore(String datastoreId) implements Source {}

    record OfDatasets(String nasSystemId, List<DatasetName> datasets) implements Source {
        public OfDatasets {
            datasets = List.copyOf(datasets);
        }
    }
}
