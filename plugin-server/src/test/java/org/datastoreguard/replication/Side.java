package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;

/**
 * A small language for one side of a replication. Datasets are separated by {@code ;}, each is a name followed by words:
 * {@code @a} a snapshot, {@code @a=x} one called a that is really x, {@code #a} a bookmark, {@code ~a} a snapshot of
 * another tool, {@code volume}, {@code encrypted}, {@code locked}, {@code token}, {@code used:N}, {@code written:N},
 * {@code stream:TEXT}. Order is age; what a letter stands for has the same guid on every side, also
 * in a dataset of that name with {@code -new} behind it.
 */
final class Side {
    private Side() {}

    static Listing listing(String text) {
        List<Dataset> datasets = new ArrayList<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                datasets.add(dataset(part.strip()));
            }
        }
        return new Listing(datasets);
    }

    static Guid guid(DatasetName dataset, String letter) {
        String name = dataset.lastComponent().replaceFirst("-new$", "");
        return new Guid((name + "@" + letter).hashCode() & 0xffffffffL);
    }

    private static Dataset dataset(String text) {
        String[] words = text.split(" +");
        DatasetName name = new DatasetName(words[0]);
        List<Snapshot> snapshots = new ArrayList<>();
        List<Bookmark> bookmarks = new ArrayList<>();
        Dataset.State state = Dataset.State.empty(DatasetType.FILESYSTEM);
        for (int txg = 1; txg < words.length; txg++) {
            String word = words[txg];
            switch (word.charAt(0)) {
                case '@', '~' -> snapshots.add(snapshot(name, word, txg));
                case '#' -> bookmarks.add(bookmark(name, word.substring(1), snapshots, txg));
                default -> state = with(state, word);
            }
        }
        return new Dataset(name, state, snapshots, bookmarks);
    }

    /** As in ZFS: a bookmark is as old as the snapshot it was made of. */
    private static Bookmark bookmark(DatasetName dataset, String letter, List<Snapshot> snapshots, int place) {
        Guid guid = guid(dataset, letter);
        long txg = snapshots.stream()
                .filter(snapshot -> snapshot.guid().equals(guid))
                .mapToLong(Snapshot::createtxg)
                .findFirst()
                .orElse(place);
        return new Bookmark(dataset, letter, guid, txg);
    }

    private static Snapshot snapshot(DatasetName dataset, String word, int txg) {
        String[] parts = word.substring(1).split("=");
        String letter = parts[parts.length - 1];
        return new Snapshot(
                dataset.snapshot(parts[0]), guid(dataset, letter), txg, word.charAt(0) == '@' ? "task-1" : null);
    }

    private static Dataset.State with(Dataset.State s, String word) {
        String[] parts = word.split(":");
        return switch (parts[0]) {
            case "volume" ->
                new Dataset.State(
                        DatasetType.VOLUME,
                        s.resumeToken(),
                        s.encrypted(),
                        s.keyAvailable(),
                        s.used(),
                        0,
                        s.stream(),
                        null);
            case "encrypted" -> new Dataset.State(s.type(), s.resumeToken(), true, true, s.used(), 0, s.stream(), null);
            case "locked" -> new Dataset.State(s.type(), s.resumeToken(), true, false, s.used(), 0, s.stream(), null);
            case "token" ->
                new Dataset.State(
                        s.type(), "1-ab-cd", s.encrypted(), s.keyAvailable(), s.used(), s.written(), s.stream(), null);
            case "used" ->
                new Dataset.State(
                        s.type(), s.resumeToken(), s.encrypted(), true, Long.parseLong(parts[1]), 0, s.stream(), null);
            case "written" ->
                new Dataset.State(
                        s.type(),
                        s.resumeToken(),
                        s.encrypted(),
                        true,
                        s.used(),
                        Long.parseLong(parts[1]),
                        s.stream(),
                        null);
            case "stream" ->
                new Dataset.State(
                        s.type(),
                        s.resumeToken(),
                        s.encrypted(),
                        s.keyAvailable(),
                        s.used(),
                        s.written(),
                        parts[1],
                        null);
            default -> throw new IllegalArgumentException(word);
        };
    }
}
