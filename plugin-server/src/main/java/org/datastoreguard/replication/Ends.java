package org.datastoreguard.replication;

import java.util.List;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.zfs.DatasetName;

/**
 * The two machines of a task and what of the source it covers.
 *
 * @param datasets the source datasets, as they were resolved for this run
 */
public record Ends(Nas source, List<DatasetName> datasets, Nas target) {
    public Ends {
        datasets = List.copyOf(datasets);
    }
}
