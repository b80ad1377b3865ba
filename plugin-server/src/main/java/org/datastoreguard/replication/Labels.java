package org.datastoreguard.replication;

import java.util.List;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.Snapshot;

/** Many snapshots in one readable line. */
final class Labels {
    private static final int SHOWN = 5;

    private Labels() {}

    static String of(List<Snapshot> snapshots) {
        String shown = snapshots.stream()
                .limit(SHOWN)
                .map(snapshot -> "@" + snapshot.label())
                .collect(Collectors.joining(", "));
        int more = snapshots.size() - SHOWN;
        return shown.isEmpty() ? "none" : more > 0 ? shown + " and " + more + " more" : shown;
    }
}
