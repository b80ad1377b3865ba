package org.datastoreguard.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.RollBack;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.snapshot.ReplicationNeeds.Need;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a roll back of tank/vm to @a, when @b and @c are newer. */
class JudgmentTest {
    private static final DatasetName VM = new DatasetName("tank/vm");
    private static final DatasetName BELOW = new DatasetName("tank/vm/below");
    private static final Place PLACE = new Place("nas1", VM);

    private final Surroundings around = new Surroundings(new KnownVcenters(Surroundings.vcenter(), "secret"));
    private final String datastore = around.datastore("nfs1", Surroundings.nfs(), "nas1", VM);

    private static Snapshot snapshot(String label, long guid, long txg) {
        return new Snapshot(VM.snapshot(label), new Guid(guid), txg, null);
    }

    /** @param holds on @c */
    private static Ground ground(List<String> holds, Map<String, String> clones, boolean partial) {
        Dataset.State plain = Dataset.State.empty(DatasetType.FILESYSTEM);
        Dataset.State state =
                new Dataset.State(plain.type(), partial ? "1-token" : null, false, true, 0, 7, null, null);
        Snapshot b = snapshot("b", 2, 20);
        Snapshot c = snapshot("c", 3, 30);
        Dataset dataset = new Dataset(
                VM, state, List.of(snapshot("a", 1, 10), b, c), List.of(new Bookmark(VM, "m", new Guid(2), 20)));
        return new Ground(
                RollBack.of(dataset, new Guid(1)),
                List.of(
                        new SnapshotDetails(c, Instant.EPOCH, 5, 6, holds),
                        new SnapshotDetails(b, Instant.EPOCH, 3, 4, List.of())),
                clones,
                123L,
                null,
                List.of(BELOW));
    }

    private static Ground ground() {
        return ground(List.of(), Map.of(), false);
    }

    private RollBackPreview preview(Ground ground) {
        return preview(ground, id -> true, null);
    }

    private RollBackPreview preview(Ground ground, Predicate<String> named, @Nullable String runId) {
        return around.judgment().preview(PLACE, ground, new Judgment.Asker(datastore, named, runId));
    }

    private static List<String> obstacles(RollBackPreview preview) {
        return preview.obstacles().stream().map(Obstacle::code).toList();
    }

    private static List<String> warnings(RollBackPreview preview) {
        return preview.warnings().stream()
                .map(warning -> warning.code() + (warning.needsForce() ? "!" : ""))
                .toList();
    }

    @Test
    void everythingThatIsLostIsNamedNewestFirst() {
        RollBackPreview preview = preview(ground());

        assertThat(preview.snapshot()).hasToString("tank/vm@a");
        assertThat(preview.destroys())
                .extracting(doomed -> doomed.name() + " " + doomed.guid() + " " + doomed.used())
                .containsExactly("tank/vm@c 3 5", "tank/vm@b 2 3");
        assertThat(preview.bookmarks()).containsExactly("tank/vm#m");
        assertThat(preview.discards()).isEqualTo(123);
        assertThat(preview.newest()).isEqualTo(new Guid(3));
        assertThat(preview.loss()).contains("123 bytes", "@c, @b", "#m");
        assertThat(preview.obstacles()).isEmpty();
        assertThat(warnings(preview)).containsExactly("CHILDREN_STAY");
        assertThatCode(() -> Judgment.refuse(preview, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"ON, true", "SUSPENDED, true", "UNKNOWN, true", "OFF, false"})
    void onlyAMachineThatIsOffIsNoObstacle(Power power, boolean obstacle) {
        around.machine(datastore, "web01", power);

        RollBackPreview preview = preview(ground());

        assertThat(obstacles(preview)).isEqualTo(obstacle ? List.of("VM_RUNNING") : List.of());
        if (obstacle) {
            assertThat(preview.obstacles().get(0).message()).contains("web01", "nfs1");
            GuardException refused = catchThrowableOfType(GuardException.class, () -> Judgment.refuse(preview, true));
            assertThat(refused.code()).isEqualTo(ErrorCode.IN_USE);
            assertThat(refused.message()).contains("VM_RUNNING", "web01", "Power them off");
        }
    }

    @Test
    void aTemplateNeverRuns() {
        around.machines.put(datastore, List.of(new Vm("vm-1", "t", Power.ON, true, false)));

        assertThat(obstacles(preview(ground()))).isEmpty();
    }

    @Test
    void datastoresOnItBelowItOrNobodyKnowsWhereAreAskedAndOthersAreNot() {
        String below = around.datastore("below", Surroundings.nfs(), "nas1", BELOW);
        String ambiguous = around.datastore(
                "ambiguous",
                Surroundings.nfs(),
                new Mapping(Mapping.Status.AMBIGUOUS, "two machines", null, null, null, List.of()));
        around.datastore("beside", Surroundings.nfs(), "nas1", new DatasetName("tank/vm2"));
        around.datastore("above", Surroundings.nfs(), "nas1", new DatasetName("tank"));
        around.datastore("elsewhere", Surroundings.nfs(), "nas2", VM);
        around.datastore(
                "local",
                Surroundings.vmfs(),
                new Mapping(Mapping.Status.UNMAPPED, "a host's own disk", null, null, null, List.of()));
        around.machine(below, "deep01", Power.ON);

        RollBackPreview preview = preview(ground());

        assertThat(around.asked).containsExactlyInAnyOrder(datastore, below, ambiguous);
        assertThat(preview.obstacles().get(0).message()).contains("deep01");
    }

    @Test
    void machinesThatMayNotBeSeenAreCountedOnly() {
        String below = around.datastore("below", Surroundings.nfs(), "nas1", BELOW);
        around.machine(below, "secret01", Power.ON);
        around.machine(below, "secret02", Power.ON);
        around.machine(datastore, "web01", Power.ON);

        String message =
                preview(ground(), datastore::equals, null).obstacles().get(0).message();

        assertThat(message).contains("2 on other datastores", "web01").doesNotContain("secret");
    }

    @Test
    void whoeverCannotBeAskedCountsAsOneThatRuns() {
        around.machinesProblem = new GuardException(ErrorCode.VCENTER_TIMEOUT, "No answer in time");
        assertThat(obstacles(preview(ground()))).containsExactly("VCENTER_TIMEOUT");

        around.problems.put(Surroundings.VCENTER, "connection refused");
        around.asked.clear();
        RollBackPreview preview = preview(ground());
        assertThat(obstacles(preview)).containsExactly("VCENTER_UNREACHABLE");
        assertThat(preview.obstacles().get(0).message()).contains("vcenter one", "connection refused");
        assertThat(around.asked).isEmpty();
    }

    @Test
    void aRunAsksWhereTheDatastoresLieAndAPersonIsNotKeptWaiting() {
        preview(ground());
        assertThat(around.refreshes).isZero();
        preview(ground(), datastore::equals, "run-1");
        assertThat(around.refreshes).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "tank/vm, nas1, true, true",
        "tank, nas1, true, true",
        "tank/vm/below, nas1, true, false",
        "tank/vm2, nas1, true, false",
        "tank/vm, nas2, true, false",
        "tank/vm, nas1, false, false"
    })
    void theTargetOfAnEnabledReplicationIsNotRolledBack(String target, String nas, boolean enabled, boolean obstacle) {
        around.replications.add(Tasks.into("t", nas, new DatasetName(target), enabled));

        assertThat(obstacles(preview(ground()))).isEqualTo(obstacle ? List.of("TARGET_OF_TASK") : List.of());
    }

    @Test
    void runsThatAreAtWorkThereAreWaitedForButNotTheOneThatAsks() {
        around.underWay.add("run-1");
        around.replications.add(Tasks.into("writes", "nas1", new DatasetName("tank"), false));
        around.replications.add(Tasks.into("elsewhere", "nas2", new DatasetName("tank/x"), true));
        ReplicationTask reading = Tasks.push("reads", VM, new DatasetName("tank/copy"), "nas2", 22);
        around.replications.add(reading);

        assertThat(obstacles(preview(ground()))).contains("RUN_ACTIVE");
        assertThat(around.tasksAskedAbout).contains("writes", "reads");
        assertThat(obstacles(preview(ground(), datastore::equals, "run-1"))).isEmpty();
    }

    @Test
    void holdsOfOthersAndClonesAreObstaclesAndOwnHoldsNeedForce() {
        around.replications.add(Tasks.into("mine", "nas9", new DatasetName("tank/x"), true));

        assertThat(obstacles(preview(ground(List.of("keep"), Map.of(), false)))).containsExactly("HELD");
        assertThat(obstacles(preview(ground(List.of("datastore-guard:another"), Map.of(), false))))
                .containsExactly("HELD");
        RollBackPreview own = preview(ground(List.of("datastore-guard:mine"), Map.of(), false));
        assertThat(own.obstacles()).isEmpty();
        assertThat(warnings(own)).contains("OWN_HOLDS!");
        assertThat(obstacles(preview(ground(List.of(), Map.of("tank/vm@b", "tank/c"), false))))
                .containsExactly("CLONED");
        assertThat(obstacles(preview(ground(List.of(), Map.of(), true)))).containsExactly("PARTIAL_RECEIVE");
    }

    @Test
    void aReplicationThatGoesOnFromWhatIsLostNeedsForce() {
        around.needs.add(need("to site two", Map.of(VM, Set.of(new Guid(1), new Guid(3))), null));

        RollBackPreview preview = preview(ground());

        assertThat(warnings(preview)).contains("REPLICATION_BASE_LOST!");
        assertThat(preview.warnings().get(0).message()).contains("to site two", "TARGET_DIVERGED");
        GuardException refused = catchThrowableOfType(GuardException.class, () -> Judgment.refuse(preview, false));
        assertThat(refused.code()).isEqualTo(ErrorCode.IN_USE);
        assertThat(refused.message()).contains("force: true", "to site two").doesNotContain("CHILDREN_STAY");
        assertThatCode(() -> Judgment.refuse(preview, true)).doesNotThrowAnyException();
    }

    @Test
    void aReplicationWhoseTargetIsAsOldAsThatLosesNothingAndOneThatCannotBeAskedMay() {
        around.needs.add(need("old", Map.of(VM, Set.of(new Guid(1))), null));
        assertThat(warnings(preview(ground()))).containsExactly("CHILDREN_STAY");

        around.needs.add(need("silent", Map.of(), "nas2 does not answer"));
        RollBackPreview preview = preview(ground());
        assertThat(warnings(preview)).contains("REPLICATION_BASE_LOST!");
        assertThat(preview.warnings().get(0).message()).contains("silent", "nas2 does not answer");
    }

    private static Need need(String task, Map<DatasetName, Set<Guid>> received, @Nullable String unknown) {
        return new Need(task, true, VM::equals, snapshot -> true, received, unknown);
    }

    @Test
    void aFilesystemOverSeveralDatasetsIsNotTornApart() {
        around.datastore("big", Surroundings.vmfs(), "nas1", VM, new DatasetName("tank/other"));

        RollBackPreview preview = preview(ground());

        assertThat(obstacles(preview)).containsExactly("SEVERAL_EXTENTS");
        assertThat(preview.obstacles().get(0).message()).contains("big", "tank/other");
    }

    @Test
    void otherDatastoresOnTheDatasetNeedForceAndMountedFilesystemsAreMentioned() {
        around.datastore("second", Surroundings.vmfs(), "nas1", VM);

        RollBackPreview preview = preview(ground());

        assertThat(warnings(preview)).contains("OTHER_DATASTORES!", "STILL_MOUNTED");
        assertThat(preview.warnings().stream().map(Warning::message)).anyMatch(message -> message.contains("second"));
    }
}
