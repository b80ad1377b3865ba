package org.datastoreguard.zfs;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One filesystem or volume as a machine listed it.
 *
 * @param state what its properties said
 * @param snapshots oldest first, by createtxg
 * @param bookmarks oldest first, by createtxg
 */
public record Dataset(DatasetName name, State state, List<Snapshot> snapshots, List<Bookmark> bookmarks) {
    public Dataset {
        snapshots = snapshots.stream()
                .sorted(Comparator.comparingLong(Snapshot::createtxg))
                .toList();
        bookmarks = bookmarks.stream()
                .sorted(Comparator.comparingLong(Bookmark::createtxg))
                .toList();
    }

    public Optional<Snapshot> newest() {
        return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.get(snapshots.size() - 1));
    }

    public Optional<Snapshot> snapshot(Guid guid) {
        return snapshots.stream().filter(s -> s.guid().equals(guid)).findFirst();
    }

    /**
     * @param resumeToken left by an interrupted receive; null when there is none
     * @param encrypted whether the data is encrypted at rest
     * @param keyAvailable whether an encrypted dataset can be read; true for an unencrypted one
     * @param used bytes, with everything below it
     * @param written bytes changed since its newest snapshot
     * @param stream how it was first sent, as {@link StreamFlags} write it; null when another tool brought it
     * @param asked the user property that was asked for besides; null when it is not set
     */
    public record State(
            DatasetType type,
            @Nullable String resumeToken,
            boolean encrypted,
            boolean keyAvailable,
            long used,
            long written,
            @Nullable String stream,
            @Nullable String asked) {
        /** A plain, unencrypted dataset without data. */
        public static State empty(DatasetType type) {
            return new State(type, null, false, true, 0, 0, null, null);
        }
    }
}
