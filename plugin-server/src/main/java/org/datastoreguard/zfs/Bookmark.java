package org.datastoreguard.zfs;

/**
 * What stays of a snapshot that is gone: enough to be the base of an incremental send.
 *
 * @param guid the guid of the snapshot it was made of
 * @param createtxg likewise
 */
public record Bookmark(DatasetName dataset, String label, Guid guid, long createtxg) {
    @Override
    public String toString() {
        return dataset + "#" + label;
    }
}
