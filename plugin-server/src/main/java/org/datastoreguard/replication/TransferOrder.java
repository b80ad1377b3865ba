package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.SnapshotName;

/** Turns steps into the input of {@link TransferScripts}. */
final class TransferOrder {
    private static final int MAX_NAME = 255;
    private static final int WORTH_A_TREE = 3;

    private final Marker marker;
    private final Listing source;
    private final Map<Integer, LaneOrder> lanes = new LinkedHashMap<>();
    private final Set<SnapshotName> holds = new LinkedHashSet<>();
    private final Map<DatasetName, Step.Send> last = new LinkedHashMap<>();
    private final Map<DatasetName, Step.Base> bases = new LinkedHashMap<>();

    TransferOrder(ReplicationTask task, Listing source, Lanes lanes) {
        this.marker = new Marker(task.id());
        this.source = source;
        ReceivedProperties properties = new ReceivedProperties(task);
        lanes.numbered().forEach((lane, steps) -> this.lanes.put(lane, new LaneOrder(properties, steps)));
        lanes.steps()
                .filter(Step.Send.class::isInstance)
                .map(Step.Send.class::cast)
                .forEach(this::add);
    }

    /** What must be on the target after a lane. */
    Map<SnapshotName, Guid> wanted(int lane) {
        return Objects.requireNonNull(lanes.get(lane)).wanted();
    }

    /** Traces and orders in one. */
    List<String> input(List<DatasetName> roots) {
        List<String> input = new ArrayList<>(traces(roots));
        input.addAll(orders());
        return input;
    }

    /** The lines of all lanes, each behind the number of its own. */
    List<String> orders() {
        List<String> orders = new ArrayList<>();
        lanes.forEach((lane, order) -> order.lines().forEach(line -> orders.add(lane + "\t" + line)));
        return orders;
    }

    /**
     * What is left on the source while and after it sends. Lines {@code root DATASET}, {@code hold SNAPSHOT},
     * {@code tree SNAPSHOT} for one with all of that name below, {@code keep SNAPSHOT BOOKMARK}, {@code drop BOOKMARK}.
     */
    List<String> traces(List<DatasetName> roots) {
        List<String> traces = new ArrayList<>();
        if (!holds.isEmpty()) {
            roots.forEach(root -> traces.add("root\t" + root));
            traces.addAll(holdLines(roots));
        }
        last.values().forEach(send -> addBookmarks(traces, send));
        return traces;
    }

    /**
     * {@code zfs hold} waits for the disks once per name, and once for a whole tree; what a tree holds besides does no
     * harm, since it is released in the same way.
     */
    private List<String> holdLines(List<DatasetName> roots) {
        List<String> input = new ArrayList<>();
        Set<SnapshotName> single = new LinkedHashSet<>(holds);
        for (DatasetName root : roots) {
            Map<String, List<SnapshotName>> byLabel = single.stream()
                    .filter(name -> root.contains(name.dataset()))
                    .collect(Collectors.groupingBy(SnapshotName::label, LinkedHashMap::new, Collectors.toList()));
            byLabel.values().removeIf(names -> names.size() < WORTH_A_TREE);
            byLabel.forEach((label, names) -> {
                input.add("tree\t" + root + "@" + label);
                names.forEach(single::remove);
            });
        }
        single.forEach(name -> input.add("hold\t" + name));
        return input;
    }

    private void add(Step.Send send) {
        Step.Base base = send.base();
        if (base != null && !base.bookmark()) {
            holds.add(SnapshotName.parse(base.name()));
        }
        if (base != null) {
            bases.putIfAbsent(send.source(), base);
        }
        holds.add(send.to().name());
        last.put(send.source(), send);
    }

    /** Keeps the chain alive should the snapshot be destroyed; the bookmark of the base stays until the next run. */
    private void addBookmarks(List<String> input, Step.Send send) {
        Dataset dataset = source.find(send.source()).orElseThrow();
        String label = marker.bookmarks() + send.to().guid();
        boolean known =
                dataset.bookmarks().stream().anyMatch(mark -> mark.label().equals(label));
        if (!known && send.source().value().length() + 1 + label.length() <= MAX_NAME) {
            input.add("keep\t" + send.to().name() + "\t" + send.source() + "#" + label);
        }
        for (Bookmark old : dataset.bookmarks()) {
            if (old.label().startsWith(marker.bookmarks()) && isOlderThanBase(old, send)) {
                input.add("drop\t" + old);
            }
        }
    }

    private boolean isOlderThanBase(Bookmark bookmark, Step.Send send) {
        Step.Base base = bases.get(send.source());
        return base != null && bookmark.createtxg() < base.createtxg();
    }
}
