package org.datastoreguard.replication;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;

/** What both sides have, by guid; a snapshot rather than its own bookmark, since only it can start {@code -I}. */
final class CommonBase {
    private CommonBase() {}

    static Optional<Step.Base> newest(Dataset source, Dataset target) {
        Set<Guid> there = new HashSet<>();
        target.snapshots().forEach(snapshot -> there.add(snapshot.guid()));
        Stream<Step.Base> snapshots = source.snapshots().stream().map(CommonBase::of);
        Stream<Step.Base> bookmarks = source.bookmarks().stream().map(CommonBase::of);
        return Stream.concat(snapshots, bookmarks)
                .filter(base -> there.contains(base.guid()))
                .max(Comparator.comparingLong(Step.Base::createtxg).thenComparing(base -> !base.bookmark()));
    }

    static Step.Base of(Snapshot snapshot) {
        return new Step.Base(snapshot.name().toString(), snapshot.guid(), snapshot.createtxg(), false);
    }

    private static Step.Base of(Bookmark bookmark) {
        return new Step.Base(bookmark.toString(), bookmark.guid(), bookmark.createtxg(), true);
    }
}
