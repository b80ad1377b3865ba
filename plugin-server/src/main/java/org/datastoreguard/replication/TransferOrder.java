package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.StreamFlags;

/** Turns steps into the input of {@link TransferScripts}. */
final class TransferOrder {
    private static final int MAX_NAME = 255;
    private static final int WORTH_A_TREE = 3;

    private final Marker marker;
    private final ReceivedProperties properties;
    private final Listing source;
    private final List<String> lines = new ArrayList<>();
    private final Set<SnapshotName> holds = new LinkedHashSet<>();
    private final Map<DatasetName, Step.Send> last = new LinkedHashMap<>();
    private final Map<DatasetName, Step.Base> bases = new LinkedHashMap<>();
    private final Map<SnapshotName, Guid> wanted = new LinkedHashMap<>();
    private int number;

    TransferOrder(ReplicationTask task, Listing source, List<Step> steps) {
        this.marker = new Marker(task.id());
        this.properties = new ReceivedProperties(task);
        this.source = source;
        steps.forEach(this::add);
        lines.add("tell\tend");
    }

    /** What must be on the target afterwards. */
    Map<SnapshotName, Guid> wanted() {
        return Map.copyOf(wanted);
    }

    /** Traces and orders in one. */
    List<String> input(List<DatasetName> roots) {
        List<String> input = new ArrayList<>(traces(roots));
        input.addAll(lines);
        return input;
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

    /** What goes into the pipe: {@code tell LINE} and {@code send NUMBER KIND FLAGS BASE TO}, in order. */
    List<String> orders() {
        return List.copyOf(lines);
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

    private void add(Step step) {
        if (step instanceof Step.CreateParent) {
            tell("create", step.target().value());
        } else if (step instanceof Step.AbortPartial) {
            tell("abort", step.target().value());
        } else if (step instanceof Step.Send send) {
            addSend(send);
        }
    }

    private void addSend(Step.Send send) {
        number++;
        Step.Base base = send.base();
        if (base != null && !base.bookmark()) {
            holds.add(SnapshotName.parse(base.name()));
        }
        if (base != null) {
            bases.putIfAbsent(send.source(), base);
        }
        holds.add(send.to().name());
        for (Snapshot snapshot : send.snapshots()) {
            SnapshotName arrived = send.target().snapshot(snapshot.label());
            wanted.put(arrived, snapshot.guid());
            tell("want", arrived + "\t" + snapshot.guid());
        }
        tell(
                "recv",
                number + "\t" + receiveKind(send) + "\t" + StreamFlags.PROPERTY + "="
                        + send.flags().remembered() + "\t" + send.target() + options(send));
        lines.add("send\t" + number + "\t" + sendKind(send) + "\t" + flags(send) + "\t"
                + (base == null ? "-" : base.name()) + "\t" + subject(send));
        last.put(send.source(), send);
    }

    private static String receiveKind(Step.Send send) {
        if (!send.creates()) {
            return "more";
        }
        return send.type() == DatasetType.VOLUME ? "volume" : "filesystem";
    }

    private static String sendKind(Step.Send send) {
        if (send.resume() != null) {
            return "resume";
        }
        return send.creates() ? "full" : send.snapshots().size() > 1 ? "all" : "one";
    }

    private static String subject(Step.Send send) {
        return send.resume() == null
                ? send.to().name().toString()
                : send.resume().text();
    }

    private String options(Step.Send send) {
        return properties.receiveOptions(send).stream()
                .map(option -> "\t" + option)
                .collect(Collectors.joining());
    }

    private String flags(Step.Send send) {
        List<String> flags = new ArrayList<>(send.flags().arguments());
        flags.addAll(properties.sendOptions(send));
        flags.add("-v");
        flags.add("-P");
        return String.join(" ", flags);
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

    private void tell(String word, String rest) {
        lines.add("tell\t" + word + "\t" + rest);
    }
}
