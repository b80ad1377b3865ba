package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.StreamFlags;

/** What goes into the pipe of one lane: {@code tell LINE} and {@code send NUMBER KIND FLAGS BASE TO}, in order. */
final class LaneOrder {
    private final List<String> lines = new ArrayList<>();
    private final Map<SnapshotName, Guid> wanted = new LinkedHashMap<>();
    private final ReceivedProperties properties;
    private int number;

    LaneOrder(ReceivedProperties properties, List<Step> steps) {
        this.properties = properties;
        steps.forEach(this::add);
        lines.add("tell\tend");
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

    private void addSend(Step.Send send) {
        number++;
        for (Snapshot snapshot : send.snapshots()) {
            SnapshotName arrived = send.target().snapshot(snapshot.label());
            wanted.put(arrived, snapshot.guid());
            tell("want", arrived + "\t" + snapshot.guid());
        }
        tell(
                "recv",
                number + "\t" + receiveKind(send) + "\t" + StreamFlags.PROPERTY + "="
                        + send.flags().remembered() + "\t" + send.target() + options(send));
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

    private void tell(String word, String rest) {
        lines.add("tell\t" + word + "\t" + rest);
    }
}
