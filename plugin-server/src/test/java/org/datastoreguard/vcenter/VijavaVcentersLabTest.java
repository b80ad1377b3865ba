package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.vmware.vim25.ArrayOfManagedObjectReference;
import com.vmware.vim25.ManagedObjectReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vCenter port against the lab's simulator, over the real protocol, with its faults. */
@Tag("lab")
class VijavaVcentersLabTest {
    private static final String CONFIGURATION = """
            {"datastores": [
              {"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm", "vms": ["web01"]},
              {"name": "vm-nfs41", "type": "NFS41", "remoteHostNames": ["10.77.0.11", "nas1.lab"], "remotePath": "/tank/nfs41"},
              {"name": "a <b> & \\"c\\" ä %2f", "type": "NFS", "remoteHost": "nas1.lab", "remotePath": "/tank/a & b <c>"},
              {"name": "vm-iscsi", "type": "VMFS", "extents": ["naa.6001405aaaa", "naa.6001405bbbb"]},
              {"name": "local1", "type": "VMFS", "local": true},
              {"name": "vsan1", "type": "VSAN"},
              {"name": "vvol1", "type": "VVOL"},
              {"name": "gone", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/gone", "inaccessible": true}],
             "bulk": 2000, "bulkPath": "/tank/bulk"}
            """;
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Limits PATIENT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 64 << 20);
    private static final Limits IMPATIENT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(2), 64 << 20);
    private static final String PRINT = "AB:".repeat(31) + "CD";
    private static final PluginAddress PLUGIN =
            new PluginAddress("https://10.0.0.5:8443/plugin/plugin.json", PRINT, "0.1.0.0");

    @TempDir
    private static Path state;

    private static LabVcenter lab;

    private KnownVcenters servers;
    private VijavaVcenters vcenters;

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
        servers = lab.servers();
        vcenters = vcenters(PATIENT);
    }

    @AfterEach
    void reset() throws IOException {
        vcenters.close();
        lab.post("/reset", Map.of());
    }

    private VijavaVcenters vcenters(Limits limits) {
        return new VijavaVcenters(servers, Clock.fixed(NOW, ZoneOffset.UTC), limits);
    }

    private Datastore named(String name) {
        return vcenters.datastores("vc1").stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ErrorCode code(ThrowingCallable action) {
        return failure(action).code();
    }

    private static GuardException failure(ThrowingCallable action) {
        GuardException failure = catchThrowableOfType(GuardException.class, action);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void two_thousand_datastores_come_in_one_bulk_call() throws IOException {
        lab.control("DELETE", "/calls", Map.of());
        List<Datastore> all = vcenters.datastores("vc1");
        assertThat(all).hasSize(2008);
        assertThat(all)
                .extracting(Datastore::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> ObjectId.find(id).isPresent());
        assertThat(lab.calls("RetrievePropertiesEx")).isEqualTo(1);
        assertThat(lab.calls("RetrieveProperties")).isZero();
        assertThat(lab.get("/calls").path("total").asInt()).isLessThanOrEqualTo(6);
    }

    @Test
    void every_kind_of_datastore_is_told_by_what_is_behind_it() throws IOException {
        assertThat(named("vm-nfs").backing()).isEqualTo(new Datastore.Nfs(List.of("10.77.0.11"), "/tank/vm", "NFS"));
        assertThat(named("vm-nfs41").backing())
                .isEqualTo(new Datastore.Nfs(List.of("10.77.0.11", "nas1.lab"), "/tank/nfs41", "NFS41"));
        assertThat(named("vm-iscsi").backing())
                .isEqualTo(new Datastore.Vmfs(List.of("naa.6001405aaaa", "naa.6001405bbbb"), false));
        assertThat(named("local1").backing())
                .isInstanceOfSatisfying(
                        Datastore.Vmfs.class, v -> assertThat(v.local()).isTrue());
        assertThat(named("vsan1").backing()).isEqualTo(new Datastore.Other("vsan"));
        assertThat(named("vvol1").backing()).isEqualTo(new Datastore.Other("VVOL"));
        assertThat(named("vm-nfs").accessible()).isTrue();
        assertThat(named("vm-nfs").capacity()).isEqualTo(1L << 40);
        assertThat(named("gone").accessible()).isFalse();
        assertThat(named("vm-nfs").id()).endsWith(":" + lab.env("GUID"));
    }

    @Test
    void names_and_paths_with_markup_arrive_as_they_are() {
        assertThat(named("a <b> & \"c\" ä %2f").backing())
                .isEqualTo(new Datastore.Nfs(List.of("nas1.lab"), "/tank/a & b <c>", "NFS"));
    }

    @Test
    void checking_says_who_answers_and_leaves_no_session() throws IOException {
        int before = lab.get("").path("sessions").asInt();
        Vcenters.About about = vcenters.check(servers.server(), servers.password("vc1"));
        assertThat(about.instanceUuid()).isEqualTo(lab.env("GUID"));
        assertThat(about.version()).startsWith("8.0");
        assertThat(lab.get("").path("sessions").asInt()).isEqualTo(before);
    }

    @Test
    void a_wrong_password_fails_the_login_and_is_not_repeated_in_the_words() throws IOException {
        GuardException failure = failure(() -> vcenters.check(servers.server(), "Wr0ng!"));
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        assertThat(failure.message()).doesNotContain("Wr0ng!").contains(lab.env("USER"));
    }

    @Test
    void a_changed_password_is_used_at_the_next_login() {
        String right = servers.password("vc1");
        servers.changePassword("vc1", "wrong");
        assertThat(code(() -> vcenters.datastores("vc1"))).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        servers.changePassword("vc1", right);
        assertThat(vcenters.datastores("vc1")).isNotEmpty();
    }

    @Test
    void a_wrong_password_is_shown_once_however_much_is_asked_so_that_the_account_is_not_locked() throws IOException {
        servers.changePassword("vc1", "wrong");
        lab.control("DELETE", "/calls", Map.of());
        for (int i = 0; i < 10; i++) {
            assertThat(code(() -> vcenters.registration("vc1", PLUGIN))).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        }
        assertThat(lab.calls("Login")).isEqualTo(1);
        servers.changePassword("vc1", "wrong too");
        assertThat(code(() -> vcenters.registration("vc1", PLUGIN))).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        assertThat(lab.calls("Login")).isEqualTo(2);
    }

    @Test
    void a_renewed_certificate_stops_the_talk_until_it_is_pinned() throws IOException {
        vcenters.datastores("vc1");
        String old = lab.env("FINGERPRINT");
        lab.post("/certificate", Map.of());
        GuardException failure = failure(() -> vcenters.datastores("vc1"));
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_FINGERPRINT_MISMATCH);
        assertThat(failure.message()).contains(old, lab.env("FINGERPRINT"));
        servers.update(lab.servers().server());
        assertThat(vcenters.datastores("vc1")).isNotEmpty();
    }

    @Test
    void an_expired_session_is_renewed_without_anybody_noticing() throws IOException {
        vcenters.datastores("vc1");
        lab.post("/sessions/expire", Map.of());
        lab.control("DELETE", "/calls", Map.of());
        assertThat(vcenters.datastores("vc1")).hasSize(2008);
        assertThat(lab.calls("Login")).isEqualTo(1);
    }

    @Test
    void many_threads_renew_an_expired_session_by_one_login() throws Exception {
        vcenters.registration("vc1", PLUGIN);
        lab.post("/sessions/expire", Map.of());
        lab.control("DELETE", "/calls", Map.of());
        lab.post("/slow", Map.of("methods", List.of("Login", "FindExtension"), "millis", 300));
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Registration>> all = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> vcenters.registration("vc1", PLUGIN)))
                    .toList();
            for (Future<Registration> one : all) {
                assertThat(one.get().state()).isEqualTo(State.NOT_REGISTERED);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(lab.calls("Login")).isEqualTo(1);
    }

    @Test
    void a_slow_vcenter_is_a_timeout_and_the_next_call_works() throws IOException {
        vcenters.datastores("vc1");
        try (VijavaVcenters impatient = vcenters(IMPATIENT)) {
            impatient.registration("vc1", PLUGIN);
            lab.post("/slow", Map.of("methods", List.of("FindExtension"), "millis", 20_000));
            assertThat(code(() -> impatient.registration("vc1", PLUGIN))).isEqualTo(ErrorCode.VCENTER_TIMEOUT);
            lab.post("/reset", Map.of("only", List.of("faults")));
            assertThat(impatient.registration("vc1", PLUGIN).state()).isEqualTo(State.NOT_REGISTERED);
        }
    }

    @Test
    void a_vcenter_that_refuses_resets_or_restarts_is_unreachable_and_comes_back_by_itself() throws IOException {
        for (String mode : List.of("refuse", "reset", "503")) {
            vcenters.registration("vc1", PLUGIN);
            lab.post("/disconnect", Map.of("mode", mode, "millis", 1500));
            assertThat(code(() -> vcenters.registration("vc1", PLUGIN)))
                    .as(mode)
                    .isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(GuardException.class)
                    .untilAsserted(() -> assertThat(
                                    vcenters.registration("vc1", PLUGIN).state())
                            .isEqualTo(State.NOT_REGISTERED));
        }
    }

    @Test
    void a_vcenter_that_was_down_and_forgot_its_sessions_is_served_again() throws IOException {
        vcenters.datastores("vc1");
        lab.stop();
        assertThat(code(() -> vcenters.datastores("vc1"))).isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
        lab.start();
        assertThat(vcenters.datastores("vc1")).hasSize(2008);
    }

    @Test
    void a_datastore_added_and_removed_is_seen_at_the_next_look() throws IOException {
        vcenters.datastores("vc1");
        lab.post(
                "/datastores",
                Map.of("name", "fresh", "type", "NFS", "remoteHost", "10.77.0.11", "remotePath", "/tank/fresh"));
        assertThat(named("fresh").backing()).isInstanceOf(Datastore.Nfs.class);
        lab.control("DELETE", "/datastores/fresh", Map.of());
        assertThat(vcenters.datastores("vc1")).extracting(Datastore::name).doesNotContain("fresh");
    }

    @Test
    void a_host_and_a_cluster_have_the_datastores_that_they_have_mounted() throws IOException {
        Set<String> hosts = inventory("HostSystem");
        String cluster = inventory("ClusterComputeResource").iterator().next();
        String guid = lab.env("GUID");
        Set<String> all = vcenters.datastores("vc1").stream().map(Datastore::id).collect(Collectors.toSet());
        assertThat(vcenters.datastoresOf("vc1", new ObjectId("ClusterComputeResource", cluster, guid)))
                .isEqualTo(all);
        assertThat(hosts)
                .extracting(host -> vcenters.datastoresOf("vc1", new ObjectId("HostSystem", host, guid))
                        .size())
                .as("the local one is on one of the four alone")
                .containsExactlyInAnyOrder(all.size(), all.size() - 1, all.size() - 1, all.size() - 1);
        assertThat(vcenters.datastoresOf("vc1", new ObjectId("HostSystem", "host-99999", guid)))
                .isEmpty();
    }

    /** Managed object ids of everything of a type. */
    private Set<String> inventory(String type) throws IOException {
        try (Connection connection = new Connection(servers.server(), () -> servers.password("vc1"), PATIENT)) {
            return connection.call(session -> {
                ManagedObjectReference view = session.port()
                        .createContainerView(
                                session.content().getViewManager(),
                                session.content().getRootFolder(),
                                new String[] {type},
                                true);
                return Set.of(new VmReading(session)
                                .property(view, "view", ArrayOfManagedObjectReference.class)
                                .orElseThrow()
                                .getManagedObjectReference())
                        .stream()
                        .map(ManagedObjectReference::getVal)
                        .collect(Collectors.toSet());
            });
        }
    }

    @Test
    void registering_makes_a_whole_extension_and_unregistering_leaves_nothing() throws IOException {
        assertThat(vcenters.registration("vc1", PLUGIN).state()).isEqualTo(State.NOT_REGISTERED);

        Registration made = vcenters.register("vc1", PLUGIN);
        assertThat(made)
                .isEqualTo(new Registration(
                        State.REGISTERED, "0.1.0.0", PLUGIN.manifestUrl(), PRINT, List.of(), List.of()));
        JsonNode extension = extension();
        assertThat(extension.toString())
                .contains("vsphere-client-remote", "MANIFEST_SERVER", PLUGIN.manifestUrl(), PRINT)
                .contains(Declared.TASKS.stream().map(Declared.Task::id).toList())
                .contains(Declared.EVENTS.stream().map(Declared.Event::id).toList())
                .contains(
                        Declared.PRIVILEGES.stream().map(Declared.Privilege::id).toList());
        assertThat(alarms())
                .containsExactlyInAnyOrderElementsOf(
                        Declared.ALARMS.stream().map(Declared.Alarm::name).toList());

        vcenters.unregister("vc1");
        assertThat(vcenters.registration("vc1", PLUGIN).state()).isEqualTo(State.NOT_REGISTERED);
        assertThat(lab.get("/extensions").toString()).doesNotContain(PluginExtension.KEY);
        assertThat(alarms()).isEmpty();
        vcenters.unregister("vc1");
    }

    private static List<String> alarms() throws IOException {
        return lab.get("/alarms").findValuesAsText("name");
    }

    @Test
    void an_alarm_that_is_there_is_left_as_people_made_it_and_one_that_is_gone_comes_back_with_the_next_registration()
            throws IOException {
        vcenters.register("vc1", PLUGIN);
        lab.control("DELETE", "/calls", Map.of());
        vcenters.register("vc1", PLUGIN);
        assertThat(lab.calls("CreateAlarm")).isZero();
        assertThat(lab.calls("ReconfigureAlarm")).isZero();

        lab.post("/reset", Map.of("only", List.of("alarms")));
        Registration seen = vcenters.registration("vc1", PLUGIN);
        assertThat(seen.state()).isEqualTo(State.REGISTERED);
        assertThat(seen.missingAlarms()).hasSameSizeAs(Declared.ALARMS);
        assertThat(vcenters.register("vc1", PLUGIN).missingAlarms()).isEmpty();
    }

    @Test
    void an_account_that_may_not_define_alarms_registers_without_them_and_that_is_told() throws IOException {
        lab.post("/deny", Map.of("privilege", "Alarm.Create"));
        Registration made = vcenters.register("vc1", PLUGIN);
        assertThat(made.state()).isEqualTo(State.REGISTERED);
        assertThat(made.missingAlarms()).hasSameSizeAs(Declared.ALARMS);
    }

    @Test
    void an_account_that_may_not_remove_alarms_unregisters_nothing() throws IOException {
        vcenters.register("vc1", PLUGIN);
        lab.post("/deny", Map.of("privilege", "Alarm.Delete"));
        assertThatThrownBy(() -> vcenters.unregister("vc1")).hasMessageContaining("Alarm.Delete");
        assertThat(vcenters.registration("vc1", PLUGIN).state()).isEqualTo(State.REGISTERED);
    }

    @Test
    void an_alarm_turns_red_on_the_datastore_that_failed_and_green_with_its_next_success() throws IOException {
        vcenters.register("vc1", PLUGIN);
        VisibleWork work = vcenters.visibleWork();
        ObjectId datastore = ObjectId.parse("urn:vmomi:Datastore:datastore-1001:" + lab.env("GUID"));
        Map<String, String> words = Map.of("task", "nightly", "reason", "no space");
        work.post("vc1", datastore, VisibleWork.Kind.REPLICATION, VisibleWork.Happening.FAILED, words);
        work.post("vc1", datastore, VisibleWork.Kind.SNAPSHOT, VisibleWork.Happening.SUCCEEDED, words);
        assertThat(lab.alarm("Datastore Guard: replication failed")).isEqualTo("{\"datastore-1001\":\"red\"}");
        work.post("vc1", datastore, VisibleWork.Kind.REPLICATION, VisibleWork.Happening.SUCCEEDED, words);
        assertThat(lab.alarm("Datastore Guard: replication failed")).isEqualTo("{\"datastore-1001\":\"green\"}");

        ObjectId root = ObjectId.root(lab.env("GUID"));
        work.post("vc1", root, VisibleWork.Notice.CERTIFICATE_EXPIRING, Map.of("date", "2026-12-01"));
        assertThat(lab.alarm("Datastore Guard: certificate expires"))
                .contains("yellow")
                .doesNotContain("\"root\"");
    }

    private static JsonNode extension() throws IOException {
        return lab.get("/extensions");
    }

    @Test
    void registering_twice_is_registering_once() throws IOException {
        vcenters.register("vc1", PLUGIN);
        lab.control("DELETE", "/calls", Map.of());
        assertThat(vcenters.register("vc1", PLUGIN).state()).isEqualTo(State.REGISTERED);
        assertThat(lab.calls("RegisterExtension")).isZero();
        assertThat(lab.calls("UpdateExtension")).isEqualTo(1);
    }

    @Test
    void a_new_version_address_or_certificate_is_drift_until_registered_again() {
        vcenters.register("vc1", PLUGIN);
        PluginAddress moved =
                new PluginAddress("https://10.0.0.6:9443/plugin/plugin.json", "CD:".repeat(31) + "EF", "0.2.0.0");
        Registration drifted = vcenters.registration("vc1", moved);
        assertThat(drifted.state()).isEqualTo(State.DRIFTED);
        assertThat(drifted.drift())
                .contains(
                        "version is 0.1.0.0, should be 0.2.0.0",
                        "address is " + PLUGIN.manifestUrl() + ", should be " + moved.manifestUrl(),
                        "certificate fingerprint is " + PRINT + ", should be " + moved.fingerprint());
        assertThat(vcenters.register("vc1", moved).state()).isEqualTo(State.REGISTERED);
        assertThat(vcenters.registration("vc1", moved).drift()).isEmpty();
    }

    @Test
    void a_key_of_another_product_is_neither_overwritten_nor_removed() throws IOException {
        foreign();
        Registration seen = vcenters.registration("vc1", PLUGIN);
        assertThat(seen.state()).isEqualTo(State.OWNED_BY_OTHER);
        assertThat(seen.drift()).singleElement().asString().contains("Acme");
        assertThat(code(() -> vcenters.register("vc1", PLUGIN))).isEqualTo(ErrorCode.EXTENSION_OWNED_BY_OTHER);
        assertThat(code(() -> vcenters.unregister("vc1"))).isEqualTo(ErrorCode.EXTENSION_OWNED_BY_OTHER);
        assertThat(lab.get("/extensions").toString()).contains("Acme").doesNotContain(PLUGIN.manifestUrl());
    }

    /** Registers another product under our key, as nobody should. */
    private void foreign() throws IOException {
        try (Connection connection = new Connection(servers.server(), () -> servers.password("vc1"), PATIENT)) {
            connection.call(session -> {
                var other = PluginExtension.of(
                        new PluginAddress("https://acme/other/plugin.json", "00:".repeat(31) + "00", "9.0.0.0"),
                        NOW,
                        ApiVersion.OLDEST);
                other.setCompany("Acme & Sons");
                session.port().registerExtension(session.content().getExtensionManager(), other);
                return true;
            });
        }
    }

    @Test
    void two_servers_that_register_at_the_same_moment_both_succeed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        lab.post("/slow", Map.of("methods", List.of("RegisterExtension"), "millis", 500));
        try (VijavaVcenters other = vcenters(PATIENT)) {
            Future<Registration> here = threads.submit(() -> vcenters.register("vc1", PLUGIN));
            Future<Registration> there = threads.submit(() -> other.register("vc1", PLUGIN));
            assertThat(here.get().state()).isEqualTo(State.REGISTERED);
            assertThat(there.get().state()).isEqualTo(State.REGISTERED);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_account_without_the_right_learns_which_one_it_lacks() throws IOException {
        lab.post("/deny", Map.of("privilege", "Extension.Register"));
        GuardException failure = failure(() -> vcenters.register("vc1", PLUGIN));
        lab.control("DELETE", "/deny", Map.of());
        assertThat(failure.code()).isEqualTo(ErrorCode.VCENTER_NO_PERMISSION);
        assertThat(failure.message()).contains("Extension.Register");
        assertThat(vcenters.registration("vc1", PLUGIN).state()).isEqualTo(State.NOT_REGISTERED);
    }

    @Test
    void a_newer_api_version_is_asked_for_where_the_vcenter_offers_it() throws Exception {
        try (Connection connection = new Connection(servers.server(), () -> servers.password("vc1"), PATIENT)) {
            assertThat(connection.<String>call(session -> session.transport().soapAction))
                    .isEqualTo("urn:vim25/8.0.2.0");
        }
    }
}
