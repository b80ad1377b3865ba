package org.datastoreguard.replication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What must hold for every plan, tried on random pairs of sides; the seed is the repetition, so a failure repeats. */
class PlannerInvariantsTest {
    private static final DatasetName SOURCE = new DatasetName("tank/vm");
    private static final DatasetName TARGET = new DatasetName("pool/vm");

    @RepeatedTest(500)
    void everyPlanCanBeReceivedStepByStepAndLeavesNothingSelectedBehind(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Listing source = Side.listing(side(random, "tank/vm", true));
        Listing target = Side.listing("pool;" + side(random, "pool/vm", false));
        PlanRequest request = new PlanRequest(
                source,
                target,
                Map.of(),
                List.of(new PlanRequest.Root(SOURCE, TARGET)),
                new PlanRequest.Scope(true, Excludes.NONE, s -> s.task() != null, ReplicationTask.Raw.AUTO));

        Plan plan = Planner.plan(request);

        assertThat(Planner.plan(request)).as("a pure function").isEqualTo(plan);
        Target receiver = new Target(target);
        plan.steps().forEach(receiver::perform);
        if (plan.conflicts().isEmpty()) {
            receiver.assertHolds(source);
        }
    }

    private static String side(Random random, String root, boolean source) {
        StringBuilder text = new StringBuilder();
        for (String dataset : List.of(root, root + "/a", root + "/a/b", root + "/c")) {
            if (source || random.nextInt(4) > 0) {
                text.append(dataset).append(words(random, source)).append(';');
            }
        }
        return text.toString();
    }

    private static String words(Random random, boolean source) {
        StringBuilder words = new StringBuilder();
        int newest = source ? 8 : random.nextInt(8);
        for (char letter = 'a'; letter < 'a' + newest; letter++) {
            int dice = random.nextInt(20);
            if (dice < 12) {
                words.append(" @").append(letter);
            } else if (dice < 15) {
                words.append(" ~").append(letter);
            } else if (dice < 17 && source) {
                words.append(" #").append(letter);
            } else if (dice == 19 && random.nextInt(5) == 0) {
                words.append(" @").append(letter).append("=z").append(random.nextInt(100));
            }
        }
        return words.toString();
    }

    /** A receiver as strict as {@code zfs recv} without -F. */
    private static final class Target {
        private final Map<DatasetName, List<Guid>> held = new java.util.TreeMap<>();
        private final Set<DatasetName> changed = new HashSet<>();

        Target(Listing listing) {
            listing.byName()
                    .forEach((name, dataset) -> held.put(
                            name,
                            new ArrayList<>(dataset.snapshots().stream()
                                    .map(Snapshot::guid)
                                    .toList())));
        }

        void perform(Step step) {
            assertThat(held)
                    .as("the parent exists before " + step)
                    .containsKey(step.target().parent().orElseThrow());
            changed.add(step.target());
            if (step instanceof Step.CreateParent) {
                assertThat(held.put(step.target(), new ArrayList<>())).isNull();
            } else if (step instanceof Step.Send send && send.creates()) {
                assertThat(held).as("a full stream needs a name that is free").doesNotContainKey(send.target());
                held.put(send.target(), guids(send));
            } else if (step instanceof Step.Send send) {
                List<Guid> there = requireNonNull(held.get(send.target()));
                Step.Base base = requireNonNull(send.base());
                assertThat(there.get(there.size() - 1))
                        .as("the base is the newest: " + send)
                        .isEqualTo(base.guid());
                assertThat(send.snapshots()).allMatch(s -> s.createtxg() > base.createtxg());
                assertThat(send.snapshots()).allMatch(s -> s.task() != null);
                there.addAll(guids(send));
            }
        }

        private static List<Guid> guids(Step.Send send) {
            return new ArrayList<>(send.snapshots().stream().map(Snapshot::guid).toList());
        }

        /** The newest selected snapshot, or one that is newer still: what is older than the base never has to go. */
        void assertHolds(Listing source) {
            for (Dataset dataset : source.within(SOURCE)) {
                List<Guid> there = held.getOrDefault(dataset.name().rebased(SOURCE, TARGET), List.of());
                dataset.snapshots().stream()
                        .filter(s -> s.task() != null)
                        .reduce((first, second) -> second)
                        .ifPresent(newest -> assertThat(versions(dataset))
                                .as("something as new as " + newest)
                                .anyMatch(v -> v.getValue() >= newest.createtxg() && there.contains(v.getKey())));
            }
        }

        private static List<Map.Entry<Guid, Long>> versions(Dataset dataset) {
            List<Map.Entry<Guid, Long>> versions = new ArrayList<>();
            dataset.snapshots().forEach(s -> versions.add(Map.entry(s.guid(), s.createtxg())));
            dataset.bookmarks().forEach(b -> versions.add(Map.entry(b.guid(), b.createtxg())));
            return versions;
        }
    }
}
