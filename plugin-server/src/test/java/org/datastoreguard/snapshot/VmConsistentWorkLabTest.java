package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;
import org.datastoreguard.snapshot.VmResult.Outcome;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredVmJournal;
import org.datastoreguard.store.StoredVmResults;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.Limits;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.vcenter.VmSnapshots;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real dataset, and virtual machines at a vCenter simulator of this test's own, whose faults disturb nobody. */
@LabTest
@Timeout(120)
class VmConsistentWorkLabTest {
    private static final String CONFIGURATION = """
            {"datastores": [{"name": "vm", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm",
              "vms": ["web01", "db01", "erp01", "mail01", "dc01", "file01"]}]}
            """;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 64 << 20);
    private static final VmTools.Patience PATIENCE = new VmTools.Patience(Duration.ofSeconds(3), Duration.ofSeconds(5));
    private static final Instant SLOT = Instant.parse("2026-11-21T10:05:00Z");

    @TempDir
    private static Path state;

    private static LabVcenter vcenter;
    private static Database database;

    private final Lab lab;
    private DatasetName root = new DatasetName("tank");
    private VijavaVcenters vcenters;
    private VmTools tools;
    private String datastoreId = "";

    VmConsistentWorkLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    static void start() throws IOException {
        vcenter = new LabVcenter(state, CONFIGURATION);
        database = Database.open(DatabaseSettings.embedded(state.resolve("guard")));
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        vcenter.close();
    }

    @BeforeEach
    void connect() throws IOException {
        root = lab.nas1().filesystem();
        vcenters = new VijavaVcenters(vcenter.servers(), Clock.systemUTC(), LIMITS);
        tools = tools(Clock.systemUTC());
        datastoreId = vcenters.datastores("vc1").get(0).id();
    }

    @AfterEach
    void reset() throws IOException {
        vcenters.close();
        vcenter.post("/reset", Map.of());
        tools.journal().all().forEach(entry -> tools.journal().remove(entry.id()));
    }

    private VmTools tools(Clock clock) {
        return new VmTools(
                vcenters.vmSnapshots(),
                new StoredVmJournal(database),
                new StoredVmResults(database),
                clock,
                "node-1",
                PATIENCE);
    }

    /** As the servers' clock shows it that much later. */
    private VmTools later(Duration by) {
        return tools(Clock.fixed(Instant.now().plus(by), ZoneOffset.UTC));
    }

    private SnapshotTask task(OnVmFailure policy) {
        return new SnapshotTask(
                "task-1",
                "Each minute",
                new Source.OfDatastore(datastoreId),
                true,
                List.of(),
                null,
                new TaskSchedule(new TaskSchedule.Interval(Duration.ofMinutes(1), Set.of()), null, ZoneId.of("UTC")),
                NamingSchema.DEFAULT,
                true,
                true,
                policy,
                true,
                true,
                1);
    }

    private ToldStory perform(OnVmFailure policy) {
        return perform(policy, story -> zfs(policy).perform(story));
    }

    private Work zfs(OnVmFailure policy) {
        return new SnapshotWork(task(policy), order(), nas(), List.of(root));
    }

    private ToldStory perform(OnVmFailure policy, Work snapshot) {
        ToldStory story = new ToldStory();
        VmConsistentWork.Place place = new VmConsistentWork.Place("vc1", datastoreId, nas(), List.of(root));
        new VmConsistentWork(policy, order(), place, tools, snapshot).perform(story);
        return story;
    }

    private static SnapshotOrder order() {
        return new SnapshotOrder("run-1", SLOT, false);
    }

    private Nas nas() {
        return lab.nas(lab.nas1(), "guard");
    }

    private List<VmResult> results() {
        String guid =
                lab.nas1().shell("zfs list -Hp -d1 -t snapshot -o guid " + root).strip();
        return tools.results().find(nas().system().id(), Set.of(guid)).getOrDefault(guid, List.of());
    }

    private static int vmSnapshots() throws IOException {
        return vcenter.get("/vm-snapshots").size();
    }

    private static void fault(String vm, String fault, boolean enabled) throws IOException {
        vcenter.post("/vm-faults", Map.of("vm", vm, "fault", fault, "enabled", enabled));
    }

    private void clean(Duration later) {
        new VmCleaner(later(later)).clean();
    }

    @Test
    void all_vms_are_quiesced_while_the_zfs_snapshot_is_taken_and_free_afterwards() throws IOException {
        int[] during = new int[2];

        ToldStory story = perform(OnVmFailure.FAIL, told -> {
            try {
                during[0] = vmSnapshots();
                during[1] = tools.journal().all().size();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            zfs(OnVmFailure.FAIL).perform(told);
        });

        assertThat(during).containsExactly(6, 6);
        assertThat(story.text())
                .contains("6 of 6 virtual machines are quiesced")
                .doesNotContain("WARN");
        assertThat(results()).hasSize(6).allMatch(result -> result.outcome() == Outcome.CONSISTENT);
        assertThat(vmSnapshots()).isZero();
        assertThat(tools.journal().all()).isEmpty();
    }

    @Test
    void one_vm_that_cannot_be_quiesced_and_one_that_hangs_are_crash_consistent_with_a_warning() throws IOException {
        fault("web01", "quiesceFailure", true);
        fault("db01", "createHang", true);

        ToldStory story = perform(OnVmFailure.CONTINUE);

        assertThat(story.text())
                .contains("WARN VM web01 is crash-consistent: ApplicationQuiesceFault")
                .contains("WARN VM db01 is crash-consistent: not done within 3 s")
                .contains("4 of 6");
        assertThat(results())
                .filteredOn(result -> result.outcome() == Outcome.CRASH_CONSISTENT)
                .extracting(VmResult::vmName)
                .containsExactly("db01", "web01");
        assertThat(vmSnapshots()).isZero();
        assertThat(tools.journal().all()).isEmpty();
    }

    @Test
    void the_run_fails_without_a_zfs_snapshot_where_the_task_wants_it_so() throws IOException {
        fault("dc01", "quiesceFailure", true);

        GuardException e = catchThrowableOfType(GuardException.class, () -> perform(OnVmFailure.FAIL));

        assertThat(e.code()).isEqualTo(ErrorCode.VM_NOT_QUIESCED);
        assertThat(e.message()).contains("dc01").contains("ApplicationQuiesceFault");
        assertThat(lab.nas1().snapshots(root)).isEmpty();
        assertThat(vmSnapshots()).isZero();
        assertThat(tools.journal().all()).isEmpty();
    }

    @Test
    void a_vcenter_that_is_away_from_the_beginning_is_a_warning_or_a_failure() throws IOException {
        vcenter.post("/disconnect", Map.of("mode", "503", "millis", 60000));
        assertThat(catchThrowableOfType(GuardException.class, () -> perform(OnVmFailure.FAIL))
                        .code())
                .isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
        assertThat(lab.nas1().snapshots(root)).isEmpty();

        assertThat(perform(OnVmFailure.CONTINUE).text()).contains("WARN No virtual machine is quiesced");

        assertThat(lab.nas1().snapshots(root)).hasSize(1);
        vcenter.post("/disconnect", Map.of("mode", "503", "millis", 0));
        awaitVcenter();
    }

    @Test
    void a_vcenter_that_vanishes_before_the_end_is_cleaned_when_it_is_back() throws IOException {
        ToldStory story = perform(OnVmFailure.CONTINUE, told -> {
            zfs(OnVmFailure.CONTINUE).perform(told);
            try {
                vcenter.post("/disconnect", Map.of("mode", "503", "millis", 60000));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(story.text()).contains("is left over: vCenter lab");
        assertThat(tools.journal().all()).hasSize(6);
        clean(Duration.ofSeconds(1));
        assertThat(tools.journal().all()).hasSize(6).allMatch(left -> left.attempts() == 1 && left.problem() != null);
        vcenter.post("/disconnect", Map.of("mode", "503", "millis", 0));
        awaitVcenter();

        clean(Duration.ofSeconds(1));
        assertThat(tools.journal().all()).as("not yet due again").hasSize(6);
        clean(Duration.ofMinutes(2));

        assertThat(tools.journal().all()).isEmpty();
        assertThat(vmSnapshots()).isZero();
        assertThat(results())
                .allMatch(result -> result.outcome() == Outcome.CONSISTENT)
                .hasSize(6);
    }

    @Test
    void a_server_that_was_killed_after_the_creation_finds_the_snapshot_without_knowing_its_id() throws IOException {
        VmSnapshots.Vm vm = tools.vcenters().on("vc1", datastoreId).get(0);
        VmJournal.Entry noted = noted(vm);
        tools.journal().add(noted);
        tools.vcenters().create("vc1", vm.id(), noted.mark(), Duration.ofSeconds(20));
        VmSnapshots.Mark others = new VmSnapshots.Mark(noted.mark().name(), "somebody's own");
        tools.vcenters().create("vc1", vm.id(), others, Duration.ofSeconds(20));

        new VmCleaner(tools).clean();
        assertThat(vmSnapshots()).as("another server may still hold it").isEqualTo(2);
        VmCleaner restarted = new VmCleaner(later(Duration.ofSeconds(1)));
        restarted.takeOver();
        restarted.clean();

        assertThat(tools.journal().all()).isEmpty();
        assertThat(tools.vcenters().find("vc1", vm.id(), others)).isPresent();
        assertThat(vmSnapshots()).isEqualTo(1);
    }

    @Test
    void a_server_that_was_killed_before_the_creation_is_forgotten_once_nothing_can_come_any_more() {
        tools.journal().add(noted(tools.vcenters().on("vc1", datastoreId).get(0)));
        new VmCleaner(tools).takeOver();

        clean(Duration.ofSeconds(1));
        assertThat(tools.journal().all()).hasSize(1);
        clean(Duration.ofMinutes(61));

        assertThat(tools.journal().all()).isEmpty();
    }

    @Test
    void a_repeated_attempt_leaves_the_vms_alone_and_claims_nothing_about_them() throws IOException {
        zfs(OnVmFailure.FAIL).perform(new ToldStory());
        vcenter.control("DELETE", "/calls", Map.of());

        assertThat(perform(OnVmFailure.FAIL).text()).contains("is not known any more");

        assertThat(vcenter.calls("CreateSnapshot_Task")).isZero();
        assertThat(results()).isEmpty();
    }

    @Test
    void a_server_that_stood_still_too_long_does_not_claim_what_another_one_let_go() throws IOException {
        ToldStory story = perform(OnVmFailure.CONTINUE, told -> {
            clean(Duration.ofMinutes(16));
            zfs(OnVmFailure.CONTINUE).perform(told);
        });

        assertThat(results()).hasSize(6).allMatch(result -> result.outcome() == Outcome.CRASH_CONSISTENT);
        assertThat(story.warnings()).hasSize(6).allMatch(warning -> warning.contains("stood still"));
        assertThat(vmSnapshots()).isZero();
    }

    @Test
    void a_run_that_another_server_takes_over_lets_go_at_once_of_what_the_dead_one_held() throws IOException {
        VmSnapshots.Vm vm = tools.vcenters().on("vc1", datastoreId).get(0);
        VmJournal.Entry noted = noted(vm);
        tools.journal().add(noted);
        tools.vcenters().create("vc1", vm.id(), noted.mark(), Duration.ofSeconds(20));

        perform(OnVmFailure.CONTINUE);
        assertThat(tools.journal().all()).hasSize(1);
        clean(Duration.ofSeconds(1));

        assertThat(tools.journal().all()).isEmpty();
        assertThat(vmSnapshots()).isZero();
    }

    private static VmJournal.Entry noted(VmSnapshots.Vm vm) {
        Instant now = Instant.now();
        return new VmJournal.Entry(
                UUID.randomUUID().toString(),
                "node-1",
                new VmJournal.Vm("vc1", vm.id(), vm.name()),
                "run-1",
                null,
                now,
                now.plus(Duration.ofHours(1)),
                0,
                null);
    }

    private void awaitVcenter() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(70))
                .ignoreExceptions()
                .until(() -> !vcenters.datastores("vc1").isEmpty());
    }
}
