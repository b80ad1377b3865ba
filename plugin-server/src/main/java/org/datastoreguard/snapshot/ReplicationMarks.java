package org.datastoreguard.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;

/**
 * How far replication tasks have got, read from the bookmarks {@code datastore-guard-TASK-GUID} that they keep on the
 * source for the last snapshot both sides have (design/engine.md, rule 11). Asks no other machine. Immutable.
 */
public final class ReplicationMarks {
    private static final Pattern LABEL = Pattern.compile("datastore-guard-(.+)-([0-9]+)");

    private final Map<DatasetName, Map<String, List<Bookmark>>> marks = new HashMap<>();

    public ReplicationMarks(Listing listing) {
        for (Dataset dataset : listing.byName().values()) {
            dataset.bookmarks().forEach(this::add);
        }
    }

    private void add(Bookmark bookmark) {
        Matcher label = LABEL.matcher(bookmark.label());
        if (label.matches() && label.group(2).equals(bookmark.guid().toString())) {
            marks.computeIfAbsent(bookmark.dataset(), dataset -> new TreeMap<>())
                    .computeIfAbsent(label.group(1), task -> new ArrayList<>())
                    .add(bookmark);
        }
    }

    /**
     * That a task's target has a snapshot, or one that is newer.
     *
     * @param exact whether it was this very snapshot that arrived; otherwise the task may have left it out
     */
    public record Replica(String taskId, boolean exact) {}

    /** The tasks that have this snapshot or a newer one, by id. */
    public List<Replica> replicas(Snapshot snapshot) {
        List<Replica> replicas = new ArrayList<>();
        of(snapshot).forEach((task, bookmarks) -> {
            if (bookmarks.stream().anyMatch(mark -> mark.createtxg() >= snapshot.createtxg())) {
                replicas.add(new Replica(
                        task, bookmarks.stream().anyMatch(mark -> mark.guid().equals(snapshot.guid()))));
            }
        });
        return replicas;
    }

    /** The tasks whose next increment starts from this snapshot, by id. */
    public List<String> baseOf(Snapshot snapshot) {
        List<String> tasks = new ArrayList<>();
        of(snapshot)
                .forEach((task, bookmarks) -> bookmarks.stream()
                        .max(Comparator.comparingLong(Bookmark::createtxg))
                        .filter(newest -> newest.guid().equals(snapshot.guid()))
                        .ifPresent(newest -> tasks.add(task)));
        return tasks;
    }

    private Map<String, List<Bookmark>> of(Snapshot snapshot) {
        return marks.getOrDefault(snapshot.name().dataset(), Map.of());
    }
}
