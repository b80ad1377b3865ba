package org.datastoreguard.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which virtual machines each ZFS snapshot holds in a consistent state. Thread-safe. */
public interface VmResults {
    /** @param guid the ZFS snapshot's; what is known of it already is replaced */
    void add(String nasSystemId, String guid, List<VmResult> results);

    /** By guid; a snapshot nothing is known of is not in the answer. */
    Map<String, List<VmResult>> find(String nasSystemId, Set<String> guids);
}
