package org.datastoreguard.replication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.AgesAndOwners;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.nas.SnapshotRemoval;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DestroySummary;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;

/**
 * Deletes old snapshots of a target after a run that brought it up to date. What is not sure to be the task's own stays, and
 * what the source has is asked once more, with its exit status, right before anything goes.
 */
final class TargetCleaning {
    /** A difference between clocks, or a snapshot from the future, beyond which no age is believed. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final String NAME = "datastore-guard:target-retention";
    private static final int FIRST_SHARE = 20;

    private static final String LIST = """
            set --
            while IFS= read -r one; do [ -z "$one" ] || set -- "$@" "$one"; done <<EOF
            $input
            EOF
            zfs list -Hp -d 1 -t snapshot -o name,guid "$@" </dev/null
            """;

    private final ReplicationTask task;
    private final Ends ends;
    private final Clock clock;

    TargetCleaning(ReplicationTask task, Ends ends, Clock clock) {
        this.task = task;
        this.ends = ends;
        this.clock = clock;
    }

    /** What {@link #perform} would destroy as both sides are listed; changes nothing. @throws GuardException NAS_* */
    TargetPlan plan(PlanRequest request) {
        TargetLifetime wish = TargetLifetime.of(task);
        if (wish == null) {
            return TargetPlan.NOTHING;
        }
        List<List<Snapshot>> candidates = Replica.of(request).stream()
                .map(wish::candidates)
                .filter(list -> !list.isEmpty())
                .toList();
        if (candidates.isEmpty()) {
            return TargetPlan.NOTHING;
        }
        Lifetime lifetime = wish.lifetime();
        return lifetime == null ? stale(request, candidates) : expired(request, candidates, lifetime);
    }

    /** A failure is a warning: the target is up to date, and the next run tries again. */
    void perform(PlanRequest request, Story story) {
        if (TargetLifetime.of(task) == null) {
            return;
        }
        try {
            new OwnerMarks(task, ends).complete(request, story);
            TargetPlan plan = plan(request);
            if (plan.doubt() != null) {
                story.warn("No old snapshots are deleted on "
                        + ends.target().system().name() + ": " + plan.doubt());
            }
            if (!plan.delete().isEmpty()) {
                DestroySummary summary = new DestroySummary(
                        new SnapshotRemoval(ends.target()).remove(plan.delete(), story::checkCancelled));
                summary.destroyed("snapshots of the target").ifPresent(story::info);
                summary.kept().forEach(story::warn);
            }
        } catch (GuardException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.SHUTTING_DOWN) {
                throw e;
            }
            story.warn("The target is up to date, but its old snapshots could not be deleted: " + e.message());
        }
    }

    private TargetPlan stale(PlanRequest request, List<List<Snapshot>> candidates) {
        Map<DatasetName, Set<Guid>> there = onSource(request, candidates);
        List<Snapshot> gone = candidates.stream()
                .flatMap(List::stream)
                .filter(snapshot -> {
                    Set<Guid> guids = there.getOrDefault(snapshot.name().dataset(), Set.of());
                    return !guids.isEmpty() && !guids.contains(snapshot.guid());
                })
                .toList();
        Map<Snapshot, AgesAndOwners.Detail> details = details(ends.target(), gone);
        return new TargetPlan(
                gone.stream()
                        .filter(snapshot -> ours(request, snapshot, details))
                        .toList(),
                null);
    }

    private static boolean ours(PlanRequest request, Snapshot snapshot, Map<Snapshot, AgesAndOwners.Detail> details) {
        return Optional.ofNullable(details.get(snapshot))
                .filter(detail -> request.scope().selected().test(snapshot.ownedBy(detail.owner())))
                .isPresent();
    }

    /** The guids on the source by the target's dataset, read anew. */
    private Map<DatasetName, Set<Guid>> onSource(PlanRequest request, List<List<Snapshot>> candidates) {
        Set<DatasetName> wanted = new HashSet<>();
        candidates.forEach(list -> wanted.add(list.get(0).name().dataset()));
        Map<DatasetName, DatasetName> targets = new HashMap<>();
        Replica.of(request).stream()
                .filter(replica -> wanted.contains(replica.target().name()))
                .forEach(replica ->
                        targets.put(replica.source().name(), replica.target().name()));
        List<String> input =
                targets.keySet().stream().map(DatasetName::value).sorted().toList();
        Output output = Answers.orThrow(
                ends.source().system(), ends.source().run(new Script(NAME, LIST, List.of(), input), DEADLINE));
        Map<DatasetName, Set<Guid>> there = new HashMap<>();
        for (String line : output.stdout().lines().toList()) {
            String[] fields = line.split("\t", 2);
            DatasetName target = targets.get(SnapshotName.parse(fields[0]).dataset());
            if (target != null) {
                there.computeIfAbsent(target, name -> new HashSet<>()).add(Guid.parse(fields[1]));
            }
        }
        return there;
    }

    /** Ages are asked from the oldest on until one is too young. */
    private TargetPlan expired(PlanRequest request, List<List<Snapshot>> candidates, Lifetime lifetime) {
        Instant machine = targetClock();
        Instant now = clock.instant();
        if (Duration.between(machine, now).abs().compareTo(CLOCKS_DIFFER) > 0) {
            return new TargetPlan(
                    List.of(), "its clock says " + machine + ", this server's " + now + ". Set the clocks right");
        }
        Instant earlier = now.isBefore(machine) ? now : machine;
        List<Snapshot> expired = new ArrayList<>();
        List<List<Snapshot>> open = candidates;
        for (int share = FIRST_SHARE; !open.isEmpty(); share *= 2) {
            int most = share;
            List<List<Snapshot>> heads = open.stream()
                    .map(list -> list.subList(0, Math.min(most, list.size())))
                    .toList();
            Map<Snapshot, AgesAndOwners.Detail> details =
                    details(ends.target(), heads.stream().flatMap(List::stream).toList());
            List<List<Snapshot>> rest = new ArrayList<>();
            for (int i = 0; i < heads.size(); i++) {
                List<Snapshot> old = heads.get(i).stream()
                        .filter(snapshot -> isOver(details.get(snapshot), lifetime, earlier))
                        .toList();
                old.stream()
                        .filter(snapshot -> ours(request, snapshot, details))
                        .forEach(expired::add);
                if (old.size() == most && open.get(i).size() > most) {
                    rest.add(open.get(i).subList(most, open.get(i).size()));
                }
            }
            open = rest;
        }
        return new TargetPlan(expired, null);
    }

    private static boolean isOver(
            AgesAndOwners.@org.jspecify.annotations.Nullable Detail detail, Lifetime lifetime, Instant now) {
        return detail != null && !lifetime.endOf(detail.creation()).isAfter(now);
    }

    private Instant targetClock() {
        Output output = Answers.orThrow(
                ends.target().system(), ends.target().run(Script.of(NAME, "date +%s"), Duration.ofMinutes(1)));
        try {
            return Instant.ofEpochSecond(Long.parseLong(output.stdout().strip()));
        } catch (NumberFormatException e) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Not a time: " + output.stdout(), e);
        }
    }

    private static Map<Snapshot, AgesAndOwners.Detail> details(Nas nas, List<Snapshot> snapshots) {
        return new AgesAndOwners(nas, Set.of("local", "received")).of(Objects.requireNonNull(snapshots));
    }
}
