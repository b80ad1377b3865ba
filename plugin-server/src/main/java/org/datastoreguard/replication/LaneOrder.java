package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.StreamFlags;
import org.datastoreguard.zfs.StreamPackage;

/**
 * What goes into the pipe of one lane: {@code tell LINE}, {@code send NUMBER KIND FLAGS BASE TO} and {@code bytes OCTAL}, in order.
 * Increments that stand together go as one package, which one {@code zfs recv} takes (docs/adr/0039).
 */
final class LaneOrder {
    /** An increment by one snapshot. */
    private static final String ONE = "one";

    private final List<String> lines = new ArrayList<>();
    private final Map<SnapshotName, Guid> wanted = new LinkedHashMap<>();
    private final ReceivedProperties properties;
    private final List<PlanRequest.Root> packages;
    private int number;

    /** @param packages the roots below which increments may go as one package */
    LaneOrder(ReceivedProperties properties, List<PlanRequest.Root> packages, List<Step> steps) {
        this.properties = properties;
        this.packages = packages;
        int added = 0;
        while (added < steps.size()) {
            added += addSome(steps.subList(added, steps.size()));
        }
        lines.add("tell\tend");
    }

    /** Adds the first of the steps with those that go in one package with it, and returns how many these are. */
    private int addSome(List<Step> steps) {
        Optional<PlanRequest.Root> root = packable(steps.get(0));
        int together = 1;
        while (root.isPresent()
                && together < steps.size()
                && packable(steps.get(together)).equals(root)) {
            together++;
        }
        if (together == 1) {
            add(steps.get(0));
        } else {
            addPackage(
                    root.orElseThrow(),
                    steps.stream().limit(together).map(Step.Send.class::cast).toList());
        }
        return together;
    }

    /** The root under whose names a package can bring it; none where a {@code zfs recv} of its own has to. */
    private Optional<PlanRequest.Root> packable(Step step) {
        if (!(step instanceof Step.Send send)
                || !sendKind(send).equals(ONE)
                || !properties.receiveOptions(send).isEmpty()
                || !properties.sendOptions(send).isEmpty()) {
            return Optional.empty();
        }
        return packages.stream()
                .filter(root -> root.source().contains(send.source())
                        && send.source().rebased(root.source(), root.target()).equals(send.target()))
                .findFirst();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What must be on the target afterwards. */
    Map<SnapshotName, Guid> wanted() {
        return Map.copyOf(wanted);
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

    private void addPackage(PlanRequest.Root root, List<Step.Send> sends) {
        sends.forEach(this::want);
        tell("pack", (number + 1) + "\t" + (number + sends.size()) + "\t" + root.target());
        String label = sends.get(sends.size() - 1).to().label();
        bytes(StreamPackage.head(root.source().snapshot(label)));
        sends.forEach(this::send);
        bytes(StreamPackage.tail());
    }

    private void addSend(Step.Send send) {
        want(send);
        tell(
                "recv",
                (number + 1) + "\t" + receiveKind(send) + "\t" + StreamFlags.PROPERTY + "="
                        + send.flags().remembered() + "\t" + send.target() + options(send));
        send(send);
    }

    private void want(Step.Send send) {
        for (Snapshot snapshot : send.snapshots()) {
            SnapshotName arrived = send.target().snapshot(snapshot.label());
            wanted.put(arrived, snapshot.guid());
            tell("want", arrived + "\t" + snapshot.guid());
        }
    }

    private void send(Step.Send send) {
        number++;
        Step.Base base = send.base();
        lines.add("send\t" + number + "\t" + sendKind(send) + "\t" + flags(send) + "\t"
                + (base == null ? "-" : base.name()) + "\t" + subject(send));
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
        return send.creates() ? "full" : send.snapshots().size() > 1 ? "all" : ONE;
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

    /** As the format of {@code printf} writes them. */
    private void bytes(byte[] bytes) {
        StringBuilder octal = new StringBuilder("bytes\t");
        for (byte one : bytes) {
            octal.append(String.format(Locale.ROOT, "\\%03o", Byte.toUnsignedInt(one)));
        }
        lines.add(octal.toString());
    }

    private void tell(String word, String rest) {
        lines.add("tell\t" + word + "\t" + rest);
    }
}
