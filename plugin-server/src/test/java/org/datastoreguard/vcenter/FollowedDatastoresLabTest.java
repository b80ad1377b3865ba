package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following the simulator's datastores, while sessions end, connections break and passwords change. */
@Tag("lab")
class FollowedDatastoresLabTest {
    /** Waits of two seconds each. */
    private static final Limits PATIENCE = new Limits(Duration.ofSeconds(2), Duration.ofSeconds(4), 64 << 20);

    @TempDir
    private static Path state;

    private static LabVcenter lab;

    private KnownVcenters servers;
    private VijavaVcenters vcenters;
    private FollowedDatastores followed;

    @BeforeAll
    static void startLab() throws IOException {
        lab = new LabVcenter(state, """
                {"datastores": [{"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm"},
                 {"name": "vsan1", "type": "VSAN"}]}""");
    }

    @AfterAll
    static void stopLab() throws IOException {
        lab.close();
    }

    @BeforeEach
    void follow() throws IOException {
        servers = lab.identified();
        vcenters = new VijavaVcenters(servers, Clock.systemUTC(), PATIENCE);
        followed = vcenters.followedDatastores();
    }

    @AfterEach
    void reset() throws IOException {
        followed.close();
        vcenters.close();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        lab.post("/reset", Map.of());
    }

    private Set<String> names() {
        return followed.of("vc1").stream().map(Datastore::name).collect(Collectors.toSet());
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100));
    }

    private static void add(String name) throws IOException {
        lab.post(
                "/datastores",
                Map.of("name", name, "type", "NFS", "remoteHost", "10.77.0.11", "remotePath", "/tank/" + name));
    }

    private static int listings() throws IOException {
        return lab.calls("CreateContainerView");
    }

    @Test
    void what_is_followed_is_what_is_listed() {
        assertThat(followed.of("vc1")).containsExactlyInAnyOrderElementsOf(vcenters.datastores("vc1"));
    }

    @Test
    void what_comes_and_goes_is_seen_without_asking() throws IOException {
        assertThat(names()).containsExactlyInAnyOrder("vm-nfs", "vsan1");
        long before = followed.changes();
        lab.control("DELETE", "/calls", Map.of());
        add("fresh");
        soon().until(() -> names().contains("fresh"));
        assertThat(followed.changes()).isGreaterThan(before);
        lab.control("DELETE", "/datastores/fresh", Map.of());
        soon().until(() -> !names().contains("fresh"));
        assertThat(listings()).isZero();
        assertThat(lab.calls("RetrievePropertiesEx")).isZero();
    }

    @Test
    void while_nothing_happens_nothing_is_listed_and_nothing_counts_as_a_change() throws IOException {
        names();
        long before = followed.changes();
        lab.control("DELETE", "/calls", Map.of());
        soon().until(() -> lab.calls("WaitForUpdatesEx") >= 3);
        assertThat(followed.changes()).isEqualTo(before);
        assertThat(lab.get("/calls").path("total").asInt()).isEqualTo(lab.calls("WaitForUpdatesEx"));
    }

    @Test
    void a_session_that_ends_is_opened_again_and_nobody_notices() throws IOException {
        names();
        for (int i = 1; i <= 3; i++) {
            lab.control("DELETE", "/calls", Map.of());
            lab.post("/sessions/expire", Map.of());
            soon().until(() -> listings() > 0);
            assertThat(names()).hasSize(2);
            soon().until(() -> lab.calls("WaitForUpdatesEx") >= 2);
            assertThat(lab.calls("Login")).isEqualTo(1);
            assertThat(listings()).isEqualTo(1);
        }
        add("later");
        soon().until(() -> names().contains("later"));
    }

    @Test
    void a_vcenter_that_is_away_is_told_so_and_followed_again_when_it_is_back() throws IOException {
        names();
        long before = followed.changes();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
        soon().untilAsserted(() -> assertThatThrownBy(this::names).hasMessageContaining("its service is not up"));
        assertThat(followed.changes()).isGreaterThan(before);
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        add("meanwhile");
        soon().ignoreExceptionsInstanceOf(GuardException.class).until(() -> names().contains("meanwhile"));
    }

    @Test
    void a_connection_that_breaks_is_made_again_and_leaves_nothing_in_the_session() throws IOException {
        names();
        lab.control("DELETE", "/calls", Map.of());
        for (int i = 1; i <= 3; i++) {
            int cuts = i;
            lab.post("/disconnect", Map.of("mode", "reset", "millis", 500));
            soon().ignoreExceptions().until(() -> {
                add("after-" + cuts);
                return true;
            });
            soon().ignoreExceptionsInstanceOf(GuardException.class).until(() -> names().contains("after-" + cuts));
        }
        assertThat(lab.calls("DestroyView")).isEqualTo(listings());
        assertThat(lab.calls("Login")).as("sessions outlive connections").isZero();
    }

    @Test
    void a_wrong_password_is_tried_once_until_somebody_changes_it() throws IOException {
        servers.changePassword("vc1", "wrong");
        lab.control("DELETE", "/calls", Map.of());
        followed.retain(servers.all());
        GuardException refused = catchThrowableOfType(GuardException.class, this::names);
        assertThat(refused.code()).isEqualTo(ErrorCode.VCENTER_LOGIN_FAILED);
        for (int i = 0; i < 20; i++) {
            followed.retain(servers.all());
            assertThatThrownBy(this::names).isInstanceOf(GuardException.class);
        }
        assertThat(lab.calls("Login")).isEqualTo(1);

        servers.changePassword("vc1", lab.env("PASSWORD"));
        VcenterServer server = servers.server();
        servers.update(new VcenterServer(
                server.id(),
                server.name(),
                server.url(),
                server.username(),
                server.fingerprint(),
                server.instanceUuid(),
                2));
        followed.retain(servers.all());
        soon().ignoreExceptionsInstanceOf(GuardException.class).until(() -> names().size() == 2);
    }

    @Test
    void a_vcenter_that_was_changed_here_is_not_signed_in_to_by_its_old_description() throws IOException {
        names();
        lab.post("/users", Map.of("name", "other@vsphere.local", "password", "secret", "privileges", List.of("*")));
        servers.signInAs("other@vsphere.local", "secret");
        lab.control("DELETE", "/calls", Map.of());
        vcenters.forget("vc1");
        add("seen");
        soon().ignoreExceptionsInstanceOf(GuardException.class).until(() -> names().contains("seen"));
        vcenters.accountRights("vc1");
        assertThat(lab.calls("Login")).as("one session, by the new description").isEqualTo(1);
    }

    @Test
    void what_is_not_followed_any_more_leaves_no_thread_and_no_session() throws IOException {
        int sessions = lab.get("").path("sessions").asInt();
        names();
        assertThat(threads()).contains("vcenter-vc1");
        followed.retain(List.of());
        assertThat(threads()).doesNotContain("vcenter-vc1");
        assertThat(names()).as("followed again on demand").hasSize(2);
        followed.close();
        vcenters.close();
        assertThat(threads()).doesNotContain("vcenter-vc1");
        assertThat(lab.get("").path("sessions").asInt()).isEqualTo(sessions);
        assertThatThrownBy(this::names).isInstanceOf(GuardException.class);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @Test
    void pauses_grow_and_what_people_have_to_mend_is_left_in_peace() {
        GuardException away = new GuardException(ErrorCode.VCENTER_UNREACHABLE, "away");
        assertThat(DatastoreFollower.pauseAfter(away, 1)).isBetween(Duration.ofMillis(800), Duration.ofSeconds(1));
        assertThat(DatastoreFollower.pauseAfter(away, 4)).isBetween(Duration.ofMillis(6400), Duration.ofSeconds(8));
        assertThat(DatastoreFollower.pauseAfter(away, 1000)).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(60));
        GuardException wrong = new GuardException(ErrorCode.VCENTER_LOGIN_FAILED, "wrong");
        assertThat(DatastoreFollower.pauseAfter(wrong, 1)).isEqualTo(Duration.ofMinutes(5));
    }
}
