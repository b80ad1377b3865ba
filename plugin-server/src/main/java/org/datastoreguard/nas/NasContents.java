package org.datastoreguard.nas;

import java.util.List;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/**
 * What a storage machine offers to hypervisors: its datasets, where they are mounted, and which disks they are.
 *
 * @param hosts all names and addresses it is known to go by, in normal form
 * @param filesystems those that are mounted
 * @param extents datasets that are seen as disks over iSCSI or Fibre Channel
 * @param nfsRoot path of the export that NFS 4 clients see as {@code /}; {@code /} where none is set
 * @param problems what could not be read, in words; the rest is valid all the same
 */
public record NasContents(
        List<HostName> hosts, List<Mounted> filesystems, List<Extent> extents, String nfsRoot, List<String> problems) {
    public NasContents {
        hosts = List.copyOf(hosts);
        filesystems = List.copyOf(filesystems);
        extents = List.copyOf(extents);
        problems = List.copyOf(problems);
    }

    /** @param path absolute, without a trailing slash unless it is the root */
    public record Mounted(DatasetName dataset, String path) {}

    /** @param naa as vCenter writes it, {@code naa.6001405…}, lower case; @param type FILESYSTEM for an extent in a file */
    public record Extent(String naa, DatasetName dataset, DatasetType type) {}
}
