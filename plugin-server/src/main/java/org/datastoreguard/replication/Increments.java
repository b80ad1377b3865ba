package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.Snapshot;

/**
 * Cuts a row of missing snapshots into stretches: one {@code -I} wherever every snapshot in between goes too, single
 * {@code -i} streams elsewhere. {@code -I} cannot start from a bookmark.
 */
final class Increments {
    /** Bounds what has to be sent and named again after a failure. */
    private static final int LONGEST = 200;

    private static final int NOWHERE = -2;

    private final Map<Long, Integer> places = new HashMap<>();

    Increments(Dataset source) {
        source.snapshots().forEach(snapshot -> places.put(snapshot.createtxg(), places.size()));
    }

    List<List<Snapshot>> stretches(Step.Base from, List<Snapshot> missing) {
        List<List<Snapshot>> stretches = new ArrayList<>();
        int before = from.bookmark() ? NOWHERE : indexOf(from.createtxg());
        int start = 0;
        while (start < missing.size()) {
            int end = start + 1;
            if (follows(before, missing.get(start))) {
                while (end < missing.size()
                        && end - start < LONGEST
                        && follows(indexOf(missing.get(end - 1).createtxg()), missing.get(end))) {
                    end++;
                }
            }
            stretches.add(missing.subList(start, end));
            before = indexOf(missing.get(end - 1).createtxg());
            start = end;
        }
        return stretches;
    }

    private boolean follows(int before, Snapshot snapshot) {
        return indexOf(snapshot.createtxg()) == before + 1;
    }

    private int indexOf(long createtxg) {
        return places.getOrDefault(createtxg, NOWHERE);
    }
}
