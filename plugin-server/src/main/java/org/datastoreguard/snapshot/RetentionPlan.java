package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Which of a task's snapshots have outlived its lifetime, and which of these stay nevertheless (design/engine.md, rule 23).
 * Whatever is not known keeps a snapshot: its owner, its age, or what a replication's target has.
 *
 * @param delete what may go
 * @param spared what is old enough and stays, with the reason
 * @param doubt why nothing at all may go, since the clocks cannot be right; null when they can
 */
public record RetentionPlan(
        List<Snapshot> delete,
        List<Spared> spared,
        @Nullable String doubt) {
    /** A difference between clocks, or a snapshot from the future, beyond which neither is believed. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    public RetentionPlan {
        delete = List.copyOf(delete);
        spared = List.copyOf(spared);
    }

    /** One that has outlived its lifetime and stays. */
    public record Spared(Snapshot snapshot, String reason) {}

    /**
     * What the machine said.
     *
     * @param clock its time
     * @param snapshots by dataset, oldest first by createtxg; whole
     * @param details of those that were asked about
     */
    record Facts(Instant clock, Map<DatasetName, List<Snapshot>> snapshots, Map<Snapshot, Detail> details) {}

    /**
     * @param owner the task whose name stands on the snapshot itself; null for none
     */
    record Detail(Instant creation, @Nullable String owner) {}

    /** @param now this server's time */
    static RetentionPlan of(
            String taskId, Lifetime lifetime, Facts facts, List<ReplicationNeeds.Need> needs, Instant now) {
        Optional<String> doubt = doubt(facts, now);
        if (doubt.isPresent()) {
            return new RetentionPlan(List.of(), List.of(), doubt.get());
        }
        Instant earlier = now.isBefore(facts.clock) ? now : facts.clock;
        List<Snapshot> delete = new ArrayList<>();
        List<Spared> spared = new ArrayList<>();
        facts.snapshots.forEach((dataset, all) -> {
            List<Snapshot> own = own(taskId, all, facts.details);
            List<Guard> guards = guards(needs, dataset, all);
            for (Snapshot snapshot : own) {
                if (!lifetime.endOf(creation(snapshot, facts)).isAfter(earlier)) {
                    boolean newest = snapshot.equals(own.get(own.size() - 1));
                    (newest ? Optional.of("it is the newest of its task") : reason(snapshot.ownedBy(taskId), guards))
                            .ifPresentOrElse(why -> spared.add(new Spared(snapshot, why)), () -> delete.add(snapshot));
                }
            }
        });
        return new RetentionPlan(delete, spared, null);
    }

    private static Instant creation(Snapshot snapshot, Facts facts) {
        return Objects.requireNonNull(facts.details.get(snapshot)).creation;
    }

    private static List<Guard> guards(List<ReplicationNeeds.Need> needs, DatasetName dataset, List<Snapshot> all) {
        return needs.stream()
                .filter(need -> need.covers().test(dataset))
                .map(need -> Guard.of(need, dataset, all))
                .toList();
    }

    private static List<Snapshot> own(String taskId, List<Snapshot> all, Map<Snapshot, Detail> details) {
        return all.stream()
                .filter(snapshot -> {
                    Detail detail = details.get(snapshot);
                    return detail != null && taskId.equals(detail.owner);
                })
                .toList();
    }

    private static Optional<String> reason(Snapshot snapshot, List<Guard> guards) {
        return guards.stream().flatMap(guard -> guard.keeps(snapshot).stream()).findFirst();
    }

    private static Optional<String> doubt(Facts facts, Instant now) {
        if (Duration.between(facts.clock, now).abs().compareTo(CLOCKS_DIFFER) > 0) {
            return Optional.of("its clock says " + facts.clock + ", this server's " + now);
        }
        return facts.details.entrySet().stream()
                .filter(entry ->
                        Duration.between(now, entry.getValue().creation).compareTo(CLOCKS_DIFFER) > 0)
                .findFirst()
                .map(entry -> entry.getKey().name() + " was made in the future, at " + entry.getValue().creation
                        + "; now it is " + now);
    }

    /** What one replication keeps of one dataset. @param base the newest that both sides have; null for none */
    private record Guard(
            ReplicationNeeds.Need need, @Nullable Snapshot base) {
        static Guard of(ReplicationNeeds.Need need, DatasetName dataset, List<Snapshot> all) {
            Set<Guid> received = need.received().getOrDefault(dataset, Set.of());
            Snapshot base = null;
            for (Snapshot snapshot : all) {
                base = received.contains(snapshot.guid()) ? snapshot : base;
            }
            return new Guard(need, base);
        }

        Optional<String> keeps(Snapshot snapshot) {
            if (need.unknown() != null) {
                return Optional.of("what the replication " + need.task() + " has sent is not known: " + need.unknown());
            }
            if (base != null && base.guid().equals(snapshot.guid())) {
                return Optional.of("it is the base of the replication " + need.task());
            }
            boolean sent = base != null && snapshot.createtxg() < base.createtxg();
            return need.holdPending() && !sent && need.selects().test(snapshot)
                    ? Optional.of("the replication " + need.task() + " has not sent it yet")
                    : Optional.empty();
        }
    }
}
