package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;

/**
 * Which datasets of the source have arrived with all they have, as the source's own bookmarks say (docs/adr/0037). Of these the
 * target is asked by name for that one snapshot, where a list opens every one of them; the others are listed. Pure.
 */
final class Arrived {
    /** A dataset and where it goes. */
    private record Pair(Dataset source, DatasetName target) {
        /** @param newest of the source */
        SnapshotName there(Snapshot newest) {
            return target.snapshot(newest.label());
        }
    }

    private final Marker marker;
    private final List<Pair> pairs = new ArrayList<>();

    /** @param request whose target is of no account */
    Arrived(PlanRequest request, Marker marker) {
        this.marker = marker;
        for (PlanRequest.Root root : request.roots()) {
            request.members(root)
                    .forEach(source ->
                            pairs.add(new Pair(source, source.name().rebased(root.source(), root.target()))));
        }
    }

    /** The newest snapshot of a dataset, where it is known to have been read back on the target. */
    private Optional<Snapshot> newest(Dataset source) {
        return source.newest()
                .filter(newest -> source.bookmarks().stream()
                        .anyMatch(mark -> mark.guid().equals(newest.guid())
                                && mark.label().startsWith(marker.bookmarks())));
    }

    /** What the target has to be asked: a snapshot for each dataset that has arrived, all others by the dataset's name. */
    List<String> questions() {
        return pairs.stream()
                .map(pair -> newest(pair.source)
                        .map(newest -> pair.there(newest).toString())
                        .orElse(pair.target.value()))
                .toList();
    }

    /**
     * The target as a plan needs it.
     *
     * @param asked the datasets that were listed and said how they stand
     * @param outline all that was asked for
     * @return empty when anything is missing, is another snapshot by now, or was interrupted while it was received
     */
    Optional<Listing> confirmed(Listing asked, Listing outline) {
        List<Dataset> datasets = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<Snapshot> newest = newest(pair.source);
            Optional<Dataset> there = newest.isPresent()
                    ? outline.find(pair.target)
                            .filter(dataset -> holds(dataset, pair, newest.get()))
                            .map(dataset -> typed(dataset, pair))
                    : asked.find(pair.target).filter(dataset -> dataset.state().resumeToken() == null);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            datasets.add(there.get());
        }
        return datasets.isEmpty() ? Optional.empty() : Optional.of(new Listing(datasets));
    }

    private static boolean holds(Dataset there, Pair pair, Snapshot newest) {
        return there.snapshot(newest.guid())
                .filter(snapshot -> snapshot.name().equals(pair.there(newest)))
                .isPresent();
    }

    /** Nothing is done about it, so how it stands changes nothing. */
    private static Dataset typed(Dataset there, Pair pair) {
        Dataset.State state = Dataset.State.empty(pair.source.state().type());
        return new Dataset(there.name(), state, there.snapshots(), there.bookmarks());
    }
}
