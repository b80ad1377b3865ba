package org.datastoreguard.recovery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.SnapshotName;
import org.jspecify.annotations.Nullable;

/**
 * What rolling a dataset back would lose, and what stands against it.
 *
 * @param snapshot what is gone back to
 * @param destroys the newer snapshots, newest first
 * @param bookmarks the newer bookmarks, in full
 * @param discards bytes written since the snapshot; null when unknown
 * @param newest the dataset's newest snapshot if that is another one; null when nothing is newer
 */
public record RollBackPreview(
        SnapshotName snapshot,
        List<Doomed> destroys,
        List<String> bookmarks,
        @Nullable Long discards,
        List<Obstacle> obstacles,
        List<Warning> warnings,
        @Nullable Guid newest) {
    private static final int NAMED = 5;

    public RollBackPreview {
        destroys = List.copyOf(destroys);
        bookmarks = List.copyOf(bookmarks);
        obstacles = List.copyOf(obstacles);
        warnings = List.copyOf(warnings);
    }

    /** A snapshot that would go. @param used bytes that only it holds */
    public record Doomed(SnapshotName name, Guid guid, Instant created, long used) {}

    /** What makes it impossible. @param code stable, such as {@code VM_RUNNING} */
    public record Obstacle(String code, String message) {}

    /** What is worth knowing before. @param needsForce whether it has to be accepted in so many words */
    public record Warning(String code, String message, boolean needsForce) {}

    /** Names what would go, the many by their number. */
    public String loss() {
        String written = discards == null ? "what was written since" : discards + " bytes written since";
        String snapshots = destroys.isEmpty()
                ? ""
                : ", and for ever the newer snapshots "
                        + some(destroys.stream()
                                .map(doomed -> "@" + doomed.name().label())
                                .toList());
        return written + snapshots + (bookmarks.isEmpty() ? "" : ", and the bookmarks " + some(bookmarks));
    }

    /** The first of many, and how many more there are. */
    static String some(List<String> names) {
        String named = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? named + " and " + (names.size() - NAMED) + " more" : named;
    }
}
