package org.datastoreguard.vcenter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A datastore as vCenter describes it.
 *
 * @param id {@code urn:vmomi:Datastore:datastore-11:GUID}
 * @param accessible whether at least one host reaches it
 */
public record Datastore(
        String id, String vcenterId, String name, Backing backing, boolean accessible, long capacity, long free) {

    /** What stands behind a datastore, in vCenter's words. */
    public sealed interface Backing {}

    /** @param hosts all names and addresses the hosts mount it by, at least one; @param version {@code NFS} or {@code NFS41} */
    public record Nfs(List<String> hosts, String path, String version) implements Backing {
        public Nfs {
            hosts = List.copyOf(hosts);
        }
    }

    /** @param extents canonical names of its disks, {@code naa.6001405…}, in order; @param local on a host's own disk, null if unknown */
    public record Vmfs(List<String> extents, @Nullable Boolean local) implements Backing {
        public Vmfs {
            extents = List.copyOf(extents);
        }
    }

    /** vSAN, vVol, PMem and whatever comes: never on a NAS of ours. @param type vCenter's word for it */
    public record Other(String type) implements Backing {}
}
