package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;

/**
 * What it takes to bring a target back to the newest snapshot it shares with its source, and what is lost by it.
 *
 * @param target as it is now
 * @param base the snapshot of the target it goes back to
 * @param lost what is newer on the target, oldest first; snapshots and bookmarks
 */
public record RollBack(Dataset target, Snapshot base, List<Lost> lost) {
    public RollBack {
        lost = List.copyOf(lost);
    }

    /** A snapshot or bookmark that goes. @param name in full */
    public record Lost(String name, Guid guid) {}

    /** @param base the guid of one of its snapshots */
    public static RollBack of(Dataset target, Guid base) {
        Snapshot there = target.snapshot(base).orElseThrow();
        List<Lost> lost = new ArrayList<>();
        for (Snapshot snapshot : target.snapshots()) {
            if (snapshot.createtxg() > there.createtxg()) {
                lost.add(new Lost(snapshot.name().toString(), snapshot.guid()));
            }
        }
        for (Bookmark bookmark : target.bookmarks()) {
            if (bookmark.createtxg() > there.createtxg()) {
                lost.add(new Lost(bookmark.toString(), bookmark.guid()));
            }
        }
        return new RollBack(target, there, lost);
    }

    public DatasetName dataset() {
        return target.name();
    }

    /** Bytes written since the target's newest snapshot, which go too. */
    public long written() {
        return target.state().written();
    }

    /** The target as it will be. */
    Dataset after() {
        Dataset.State now = target.state();
        Dataset.State state = new Dataset.State(
                now.type(), null, now.encrypted(), now.keyAvailable(), now.used(), 0, now.stream(), now.asked());
        return new Dataset(
                target.name(),
                state,
                target.snapshots().stream()
                        .filter(snapshot -> snapshot.createtxg() <= base.createtxg())
                        .toList(),
                target.bookmarks().stream()
                        .filter(bookmark -> bookmark.createtxg() <= base.createtxg())
                        .toList());
    }

    /** Names everything that goes, however much. */
    public String loss() {
        List<String> parts = new ArrayList<>(lost.stream().map(Lost::name).toList());
        if (written() > 0) {
            parts.add(written() + " bytes written since the newest snapshot");
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    @Override
    public String toString() {
        return "roll back " + dataset() + " to @" + base.label();
    }
}
