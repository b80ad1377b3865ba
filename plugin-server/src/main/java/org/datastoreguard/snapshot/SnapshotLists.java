package org.datastoreguard.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.ListingParser;
import org.datastoreguard.zfs.ListingScript;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Lists of snapshots for somebody who looks at one page of them after the other. A long one is remembered, and read again only
 * when the machine says that a snapshot of the dataset was made, destroyed or renamed since ({@code snapshots_changed},
 * OpenZFS 2.2; an older one is asked for all each time). Bookmarks and how the datasets stand are always asked. Thread-safe.
 */
public final class SnapshotLists {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String NAME = "datastore-guard:catalog";
    private static final String NOTHING = "-";

    /** Shorter lists are read as fast as the question whether they hold. */
    private static final int LONG = 500;

    /** Snapshots in all lists together, some 150 bytes each. */
    private static final int MOST = 60_000;

    /** First the machine's time and how the lists stand, then all; without snapshots where the first argument says how they stand. */
    private static final String BODY = """
            known=$1 property=$2
            shift 2
            date +%s
            stand=$(zfs list -Hp -o guid,snapshots_changed "$@" 2>/dev/null | tr '\\t\\n' '  ')
            printf '%s\\n' "$stand"
            case $stand in "$known") set -- bookmarks "$property" "$@" ;; *) set -- own "$property" "$@" ;; esac
            """ + ListingScript.BODY;

    private record Key(String nasSystem, List<DatasetName> datasets) {}

    private record Remembered(String stand, Listing listing) {
        int size() {
            return SnapshotLists.size(listing);
        }
    }

    private final Map<Key, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private final int shortest;

    public SnapshotLists() {
        this(LONG);
    }

    /** @param shortest how many snapshots a list has at least to be remembered */
    SnapshotLists(int shortest) {
        this.shortest = shortest;
    }

    /**
     * All snapshots and bookmarks of the datasets themselves, without those of datasets below, as they are now.
     *
     * @throws org.datastoreguard.error.GuardException SOURCE_DATASET_MISSING; NAS_*; ZFS_FAILED
     */
    public Listing list(Nas nas, List<DatasetName> datasets) {
        Key key = new Key(nas.system().id(), List.copyOf(datasets));
        Remembered before = recall(key);
        List<String> arguments =
                new ArrayList<>(List.of(before == null ? NOTHING : before.stand, Snapshot.TASK_PROPERTY));
        datasets.forEach(dataset -> arguments.add(dataset.value()));
        Output output = nas.run(new Script(NAME, BODY, arguments, List.of()), DEADLINE);
        Answers.orThrow(nas.system(), output);
        String[] lines = output.stdout().split("\n", 3);
        String stand = lines.length < 3 ? "" : lines[1];
        Listing asked =
                SnapshotCatalog.complete(ListingParser.parse(lines[lines.length - 1], output.stderr()), nas, datasets);
        if (before != null && stand.equals(before.stand)) {
            return withSnapshots(asked, before.listing);
        }
        remember(key, isSettled(lines[0], stand) ? new Remembered(stand, asked) : null);
        return asked;
    }

    private synchronized @Nullable Remembered recall(Key key) {
        return remembered.get(key);
    }

    private synchronized void remember(Key key, @Nullable Remembered list) {
        remembered.remove(key);
        if (list == null || list.size() < shortest || list.size() > MOST) {
            return;
        }
        remembered.put(key, list);
        int all = remembered.values().stream().mapToInt(Remembered::size).sum();
        for (Iterator<Remembered> oldest = remembered.values().iterator(); all > MOST; oldest.remove()) {
            all -= oldest.next().size();
        }
    }

    /**
     * Whether a later change will show: the machine counts in whole seconds, so one in the second of the last change would not.
     */
    private static boolean isSettled(String clock, String stand) {
        String[] fields = stand.strip().split(" ");
        for (int i = 1; i < fields.length; i += 2) {
            if (!fields[i].equals("-") && !isBefore(fields[i], clock)) {
                return false;
            }
        }
        return fields.length > 1;
    }

    private static boolean isBefore(String changed, String clock) {
        try {
            return Long.parseLong(changed) + 1 < Long.parseLong(clock);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Listing withSnapshots(Listing asked, Listing before) {
        return new Listing(asked.byName().values().stream()
                .map(dataset -> new Dataset(
                        dataset.name(),
                        dataset.state(),
                        before.find(dataset.name()).map(Dataset::snapshots).orElse(List.of()),
                        dataset.bookmarks()))
                .toList());
    }

    private static int size(Listing listing) {
        return listing.byName().values().stream()
                .mapToInt(dataset -> dataset.snapshots().size())
                .sum();
    }
}
