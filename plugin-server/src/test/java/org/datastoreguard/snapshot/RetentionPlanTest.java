package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.snapshot.ReplicationNeeds.Need;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final DatasetName TANK = new DatasetName("tank/vm");
    private static final Lifetime DAY = new Lifetime(1, Lifetime.Unit.DAY);

    private final Map<DatasetName, List<Snapshot>> snapshots = new HashMap<>();
    private final Map<Snapshot, RetentionPlan.Detail> details = new HashMap<>();
    private int made;

    @Test
    void deletesWhatIsTooOldAndKeepsWhatIsYoung() {
        snapshot("old", 25, "mine");
        snapshot("exactly", 24, "mine");
        snapshot("young", 23, "mine");

        assertThat(deleted()).containsExactly("old", "exactly");
    }

    @ParameterizedTest
    @CsvSource({"other", "''"})
    void leavesWhatBelongsToSomebodyElseOrToNobody(String owner) {
        snapshot("old", 50, owner.isEmpty() ? null : owner);
        snapshot("newest", 1, "mine");

        assertThat(deleted()).isEmpty();
    }

    @Test
    void neverDeletesTheNewestOfTheTaskThoughAnotherTaskHasANewerOne() {
        snapshot("a", 60, "mine");
        snapshot("b", 50, "mine");
        snapshot("others", 1, "other");

        RetentionPlan plan = plan();

        assertThat(labels(plan)).containsExactly("a");
        assertThat(reasons(plan)).containsExactly("b: it is the newest of its task");
    }

    @Test
    void leavesWhatNobodyAskedAbout() {
        Snapshot old = snapshot("old", 50, "mine");
        snapshot("newest", 1, "mine");
        details.remove(old);

        assertThat(deleted()).isEmpty();
    }

    @Test
    void keepsTheBaseOfAReplicationAndWhatItHasNotSent() {
        snapshot("sent", 60, "mine");
        Snapshot base = snapshot("base", 50, "mine");
        snapshot("pending", 40, "mine");
        snapshot("newest", 1, "mine");

        RetentionPlan plan = plan(need(true, Set.of(new Guid(99), base.guid()), null));

        assertThat(labels(plan)).containsExactly("sent");
        assertThat(reasons(plan))
                .containsExactly(
                        "base: it is the base of the replication offsite",
                        "pending: the replication offsite has not sent it yet");
    }

    @Test
    void lettingGoWhatIsPendingStillKeepsTheBase() {
        snapshot("sent", 60, "mine");
        Snapshot base = snapshot("base", 50, "mine");
        snapshot("pending", 40, "mine");
        snapshot("newest", 1, "mine");

        assertThat(labels(plan(need(false, Set.of(base.guid()), null)))).containsExactly("sent", "pending");
    }

    @Test
    void keepsEverythingForAReplicationThatHasSentNothingOrCannotSay() {
        snapshot("old", 60, "mine");
        snapshot("newest", 1, "mine");

        assertThat(labels(plan(need(true, Set.of(), null)))).isEmpty();
        assertThat(labels(plan(need(false, Set.of(), "nas2 does not answer")))).isEmpty();
        assertThat(labels(plan(Need.unknown("offsite", "its datastore is not mapped"))))
                .isEmpty();
    }

    @Test
    void isNotHeldByAReplicationThatSendsOtherSnapshotsOrOtherDatasets() {
        snapshot("old", 60, "mine");
        snapshot("newest", 1, "mine");
        Need othersOnly = new Need("offsite", true, d -> true, s -> "other".equals(s.task()), Map.of(), null);
        Need elsewhere = new Need("offsite", true, d -> false, s -> true, Map.of(), "unreachable");

        assertThat(labels(plan(othersOnly, elsewhere))).containsExactly("old");
    }

    @Test
    void oneOfSeveralReplicationsIsEnoughToKeep() {
        Snapshot old = snapshot("old", 60, "mine");
        Snapshot newest = snapshot("newest", 1, "mine");

        Need done = need(true, Set.of(old.guid(), newest.guid()), null);
        assertThat(labels(plan(done, need(true, Set.of(), null)))).isEmpty();
        assertThat(labels(plan(done))).containsExactly("old");
    }

    @ParameterizedTest
    @CsvSource({"-11, true", "11, true", "-10, false", "10, false"})
    void deletesNothingWhenTheClocksAreFarApart(int minutes, boolean doubtful) {
        snapshot("old", 50, "mine");
        snapshot("newest", 1, "mine");

        RetentionPlan plan =
                RetentionPlan.of("mine", DAY, facts(NOW.plus(Duration.ofMinutes(minutes))), List.of(), NOW);

        assertThat(plan.doubt() != null).isEqualTo(doubtful);
        assertThat(plan.delete()).hasSize(doubtful ? 0 : 1);
    }

    @Test
    void deletesNothingWhenASnapshotIsFromTheFuture() {
        snapshot("old", 50, "mine");
        snapshot("newest", -1, "mine");

        assertThat(plan().doubt()).contains("tank/vm@newest was made in the future");
        assertThat(deleted()).isEmpty();
    }

    @Test
    void believesTheClockThatIsBehind() {
        snapshot("old", 24, "mine");
        snapshot("newest", 1, "mine");

        RetentionPlan plan = RetentionPlan.of("mine", DAY, facts(NOW.minus(Duration.ofMinutes(1))), List.of(), NOW);

        assertThat(plan.delete()).isEmpty();
    }

    @Test
    void plansOverAHundredThousandSnapshots() {
        Set<Guid> sent = new java.util.HashSet<>();
        for (int dataset = 0; dataset < 100; dataset++) {
            for (int i = 1000; i > 0; i--) {
                Snapshot snapshot = snapshot(new DatasetName("tank/d" + dataset), "s" + i, i, "mine");
                if (i > 500) {
                    sent.add(snapshot.guid());
                }
            }
        }

        Map<DatasetName, Set<Guid>> received = new HashMap<>();
        snapshots.keySet().forEach(dataset -> received.put(dataset, sent));
        RetentionPlan plan = plan(new Need("offsite", true, d -> true, s -> true, received, null));

        assertThat(plan.delete()).hasSize(100 * 499);
        assertThat(plan.spared()).hasSize(100 * (1 + 500 - 23));
    }

    private static Need need(boolean holdPending, Set<Guid> received, @Nullable String unknown) {
        return new Need(
                "offsite", holdPending, d -> true, s -> "mine".equals(s.task()), Map.of(TANK, received), unknown);
    }

    private Snapshot snapshot(String label, int hoursOld, @Nullable String owner) {
        return snapshot(TANK, label, hoursOld, owner);
    }

    private Snapshot snapshot(DatasetName dataset, String label, int hoursOld, @Nullable String owner) {
        made++;
        Snapshot snapshot = new Snapshot(dataset.snapshot(label), new Guid(1000 + made), made, null);
        snapshots.computeIfAbsent(dataset, d -> new ArrayList<>()).add(snapshot);
        details.put(snapshot, new RetentionPlan.Detail(NOW.minus(Duration.ofHours(hoursOld)), owner));
        return snapshot;
    }

    private RetentionPlan.Facts facts(Instant clock) {
        return new RetentionPlan.Facts(clock, snapshots, details);
    }

    private RetentionPlan plan(Need... needs) {
        return RetentionPlan.of("mine", DAY, facts(NOW), List.of(needs), NOW);
    }

    private List<String> deleted() {
        return labels(plan());
    }

    private static List<String> labels(RetentionPlan plan) {
        return plan.delete().stream().map(Snapshot::label).toList();
    }

    private static List<String> reasons(RetentionPlan plan) {
        return plan.spared().stream()
                .map(spared -> spared.snapshot().label() + ": " + spared.reason())
                .toList();
    }
}
