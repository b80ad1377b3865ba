package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;

/**
 * A dataset of the source, its target, and the newest snapshot that both have. Pure.
 *
 * @param base as it is on the target
 */
record Replica(Dataset source, Dataset target, Snapshot base) {
    /** All datasets of the task that have arrived. */
    static List<Replica> of(PlanRequest request) {
        List<Replica> replicas = new ArrayList<>();
        for (PlanRequest.Root root : request.roots()) {
            for (Dataset source : request.members(root)) {
                DatasetName name = source.name().rebased(root.source(), root.target());
                request.target().find(name).flatMap(there -> of(source, there)).ifPresent(replicas::add);
            }
        }
        return replicas;
    }

    private static Optional<Replica> of(Dataset source, Dataset target) {
        return CommonBase.newest(source, target)
                .flatMap(base -> target.snapshot(base.guid()))
                .map(base -> new Replica(source, target, base));
    }

    /**
     * What retention may look at: older than the base, so neither the base nor the newest is among them, nor anything that
     * came after the last stream. Nothing where the source has no snapshot at all: then its list may not be what it seems.
     */
    List<Snapshot> older() {
        return source.snapshots().isEmpty()
                ? List.of()
                : target.snapshots().stream()
                        .filter(snapshot -> snapshot.createtxg() < base.createtxg())
                        .toList();
    }

    /** Those that the source does not have any more. */
    List<Snapshot> stale() {
        Set<Guid> there = new HashSet<>();
        source.snapshots().forEach(snapshot -> there.add(snapshot.guid()));
        return older().stream()
                .filter(snapshot -> !there.contains(snapshot.guid()))
                .toList();
    }

    /** Those that both have, newest first. */
    List<Snapshot> common() {
        Set<Guid> there = new HashSet<>();
        source.snapshots().forEach(snapshot -> there.add(snapshot.guid()));
        List<Snapshot> common = new ArrayList<>(target.snapshots().stream()
                .filter(snapshot -> there.contains(snapshot.guid()))
                .toList());
        java.util.Collections.reverse(common);
        return common;
    }
}
