package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.VmSnapshots.Creation;
import org.datastoreguard.vcenter.VmSnapshots.Mark;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VM snapshots against the lab's simulator, over the real protocol, with its faults. */
@Tag("lab")
@Timeout(60)
class VmSnapshotsLabTest {
    private static final String CONFIGURATION = """
            {"datastores": [
              {"name": "one", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm", "vms": ["web01", "db01"]},
              {"name": "two", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/two", "vms": ["db01", "erp01"]},
              {"name": "none", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/none"}]}
            """;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), 64 << 20);
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Mark MARK = new Mark("datastore-guard-1", "run <1> & \"more\"");

    @TempDir
    private static Path state;

    private static LabVcenter lab;

    private VijavaVcenters vcenters;
    private VmSnapshots snapshots;

    @BeforeAll
    static void startLab() throws IOException {
        lab = new LabVcenter(state, CONFIGURATION);
    }

    @AfterAll
    static void stopLab() throws IOException {
        lab.close();
    }

    @BeforeEach
    void connect() throws IOException {
        vcenters = new VijavaVcenters(lab.servers(), Clock.systemUTC(), LIMITS);
        snapshots = vcenters.vmSnapshots();
    }

    @AfterEach
    void reset() throws IOException {
        vcenters.close();
        lab.post("/reset", Map.of());
    }

    private List<Vm> on(String datastore) {
        return vcenters.datastores("vc1").stream()
                .filter(d -> d.name().equals(datastore))
                .flatMap(d -> snapshots.on("vc1", d.id()).stream())
                .toList();
    }

    private String vm(String name) {
        return on(name.equals("erp01") ? "two" : "one").stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Creation create(String vm, Duration deadline) {
        return snapshots.create("vc1", vm, MARK, deadline);
    }

    private static JsonNode all() throws IOException {
        return lab.get("/vm-snapshots");
    }

    private static void fault(String vm, String fault, boolean enabled) throws IOException {
        lab.post("/vm-faults", Map.of("vm", vm, "fault", fault, "enabled", enabled));
    }

    @Test
    void the_vms_of_a_datastore_come_in_one_call_also_those_with_only_a_disk_there() throws IOException {
        assertThat(on("one")).extracting(Vm::name).containsExactlyInAnyOrder("web01", "db01");
        assertThat(on("two")).extracting(Vm::name).containsExactlyInAnyOrder("db01", "erp01");
        assertThat(on("none")).isEmpty();
        assertThat(on("one"))
                .allMatch(vm -> vm.power() == Power.ON && !vm.template())
                .extracting(Vm::id)
                .doesNotHaveDuplicates();
        String id = vcenters.datastores("vc1").get(0).id();
        lab.control("DELETE", "/calls", Map.of());
        snapshots.on("vc1", id);
        assertThat(lab.calls("RetrievePropertiesEx")).isEqualTo(1);
    }

    @Test
    void a_quiesced_snapshot_is_made_found_by_its_mark_and_removed() throws IOException {
        String vm = vm("web01");

        assertThat(create(vm, PATIENT)).isInstanceOf(Creation.Made.class);

        assertThat(all()).hasSize(1);
        assertThat(all().get(0).toString()).contains("\"quiesced\":true").contains(MARK.name());
        String id = snapshots.find("vc1", vm, MARK).orElseThrow();
        assertThat(snapshots.find("vc1", vm, new Mark(MARK.name(), "somebody's")))
                .isEmpty();
        snapshots.remove("vc1", id, PATIENT);
        assertThat(all()).isEmpty();
        assertThat(snapshots.find("vc1", vm, MARK)).isEmpty();
        snapshots.remove("vc1", id, PATIENT);
    }

    @Test
    void a_snapshot_that_somebody_took_on_top_of_ours_stays() throws IOException {
        String vm = vm("web01");
        String ours = ((Creation.Made) create(vm, PATIENT)).snapshotId();
        Mark later = new Mark("before the update", "");
        snapshots.create("vc1", vm, later, PATIENT);

        snapshots.remove("vc1", ours, PATIENT);

        assertThat(snapshots.find("vc1", vm, later)).isPresent();
        assertThat(all()).hasSize(1);
    }

    @Test
    void a_vm_that_cannot_be_quiesced_has_no_snapshot_and_the_reason() throws IOException {
        fault("web01", "quiesceFailure", true);

        assertThat(create(vm("web01"), PATIENT))
                .isInstanceOfSatisfying(
                        Creation.NotMade.class, not -> assertThat(not.reason()).startsWith("ApplicationQuiesceFault"));
        assertThat(all()).isEmpty();
    }

    @Test
    void a_creation_that_hangs_is_cancelled_after_its_deadline() throws IOException {
        fault("web01", "createHang", true);

        assertThat(create(vm("web01"), SHORT)).isEqualTo(new Creation.NotMade("not done within 1 s and cancelled"));

        fault("web01", "createHang", false);
        assertThat(create(vm("web01"), PATIENT)).isInstanceOf(Creation.Made.class);
        assertThat(all()).hasSize(1);
    }

    @Test
    void an_interrupt_cancels_the_creation_at_the_vcenter() throws Exception {
        fault("web01", "createHang", true);
        String vm = vm("web01");
        CompletableFuture<ErrorCode> code = new CompletableFuture<>();
        Thread creating = new Thread(() -> {
            GuardException e = catchThrowableOfType(GuardException.class, () -> create(vm, PATIENT));
            code.complete(e == null ? ErrorCode.INTERNAL : e.code());
        });
        creating.start();
        Awaitility.await()
                .until(() -> lab.calls("CreateSnapshot_Task") > 0
                        && lab.get("/tasks").toString().contains("running"));

        creating.interrupt();

        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
        Awaitility.await().until(() -> !lab.get("/tasks").toString().contains("running"));
        assertThat(all()).isEmpty();
    }

    @Test
    void a_removal_that_hangs_is_told_and_one_that_fails_too() throws IOException {
        String id = ((Creation.Made) create(vm("web01"), PATIENT)).snapshotId();
        fault("web01", "removeFailure", true);
        assertThat(catchThrowableOfType(GuardException.class, () -> snapshots.remove("vc1", id, PATIENT))
                        .code())
                .isEqualTo(ErrorCode.VCENTER_FAULT);
        fault("web01", "removeFailure", false);
        fault("web01", "removeHang", true);
        assertThat(catchThrowableOfType(GuardException.class, () -> snapshots.remove("vc1", id, SHORT))
                        .code())
                .isEqualTo(ErrorCode.VCENTER_TIMEOUT);
        fault("web01", "removeHang", false);
        Awaitility.await().until(() -> all().isEmpty());
    }

    @Test
    void a_vcenter_that_is_away_for_a_moment_does_not_lose_the_snapshot() throws IOException {
        fault("web01", "createHang", true);
        String vm = vm("web01");
        CompletableFuture<Creation> creation = CompletableFuture.supplyAsync(() -> create(vm, PATIENT));
        Awaitility.await().until(() -> lab.get("/tasks").toString().contains("running"));
        lab.post("/disconnect", Map.of("mode", "503", "millis", 1000));
        lab.post("/sessions/expire", Map.of());
        fault("web01", "createHang", false);

        assertThat(creation.join()).isInstanceOf(Creation.Made.class);
        assertThat(all()).hasSize(1);
    }

    @Test
    void without_an_answer_it_is_unknown_and_a_missing_right_is_an_answer() throws IOException {
        String vm = vm("web01");
        lab.post("/deny", Map.of("privilege", "VirtualMachine.State.CreateSnapshot"));
        assertThat(create(vm, PATIENT)).isInstanceOf(Creation.NotMade.class);
        lab.post("/reset", Map.of());
        lab.post("/disconnect", Map.of("mode", "503", "millis", 1500));
        assertThat(create(vm, PATIENT)).isInstanceOf(Creation.Unknown.class);
        Awaitility.await().ignoreExceptions().until(() -> on("one").size() == 2);
    }
}
