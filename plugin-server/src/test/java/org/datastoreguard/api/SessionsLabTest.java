package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.security.Audit;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asking, against the simulator's real sessions, clone tickets and privileges. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsLabTest {
    private static final String PASSWORD = "s3cret-of-a-person";

    private LabVcenter lab;
    private TestApi api;

    @BeforeAll
    void startLab(@TempDir Path state) throws Exception {
        lab = new LabVcenter(state, """
                {"datastores": [{"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm"}]}
                """);
        try (VijavaVcenters vcenters = new VijavaVcenters(lab.servers(), Clock.systemUTC())) {
            vcenters.register(
                    "vc1",
                    new PluginAddress("https://10.0.0.5:8443/plugin/plugin.json", "AB:".repeat(31) + "CD", "0.1.0.0"));
        }
    }

    @AfterAll
    void stopLab() throws Exception {
        lab.close();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
        VcenterServer server = lab.servers().all().get(0);
        api.vcenterServers.add(
                new VcenterServer(
                        server.id(),
                        server.name(),
                        server.url(),
                        server.username(),
                        server.fingerprint(),
                        lab.env("GUID"),
                        1),
                "unused");
        person("root@vsphere.local", "DatastoreGuard.Configure");
        person("nobody@vsphere.local");
        lab.control("DELETE", "/calls", Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        lab.post("/reset", Map.of("only", List.of("faults", "calls", "denials")));
    }

    private void person(String name, String... privileges) throws Exception {
        List<String> all = new ArrayList<>(List.of("System.View", "System.Read", "System.Anonymous"));
        all.addAll(List.of(privileges));
        lab.post("/users", Map.of("name", name, "password", PASSWORD, "privileges", all));
    }

    private String clientToken(String user) throws Exception {
        return lab.control("POST", "/sessions", Map.of("user", user))
                .path("token")
                .asText();
    }

    private Answer viaClient(String token, String method, String path, @Nullable String body) throws Exception {
        return api.sendExactly(
                method,
                path,
                body,
                List.of(
                        "Content-Type",
                        "application/json",
                        "vmware-api-session-id",
                        token,
                        "datastore-guard-vcenter",
                        lab.env("GUID")));
    }

    private Answer signIn(String user, String password) {
        return api.sendExactly(
                "POST", "/sessions", """
                {"vcenterId": "vc1", "username": "%s", "password": "%s"}""".formatted(user, password), List.of("Content-Type", "application/json"));
    }

    private Answer byCookie(Answer signedIn, String method, String path, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json", "Cookie", cookie(signedIn)));
        all.addAll(List.of(headers));
        return api.sendExactly(method, path, method.equals("GET") ? null : "{}", all);
    }

    private static String cookie(Answer signedIn) {
        return signedIn.header("Set-Cookie").split(";", 2)[0];
    }

    @Test
    void a_vsphere_client_session_becomes_the_persons_own_and_is_exchanged_once() throws Exception {
        String token = clientToken("root@vsphere.local");

        Answer who = viaClient(token, "GET", "/sessions/current", null);
        assertThat(who.status()).as(who.text()).isEqualTo(200);
        assertThat(who.json().path("kind").asText()).isEqualTo("VSPHERE_CLIENT");
        assertThat(who.json().path("actor").asText()).isEqualTo("VSPHERE.LOCAL\\root at lab");
        assertThat(who.json().path("role").asText()).isEqualTo("CONFIGURE");
        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(200);

        assertThat(lab.calls("clone-ticket")).isEqualTo(1);
        assertThat(lab.calls("CloneSession")).isEqualTo(1);
        assertThat(lab.calls("Login")).isZero();
    }

    @Test
    void a_person_without_a_privilege_is_known_and_may_nothing() throws Exception {
        String token = clientToken("nobody@vsphere.local");

        assertThat(viaClient(token, "GET", "/sessions/current", null).json().has("role"))
                .isFalse();
        assertThat(viaClient(token, "GET", "/vcenters", null).code()).isEqualTo("FORBIDDEN");
        assertThat(viaClient(token, "POST", "/tokens", "{}").code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void a_right_taken_away_at_the_vcenter_is_gone_with_the_next_request() throws Exception {
        String token = clientToken("root@vsphere.local");
        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(200);

        lab.post("/deny", Map.of("privilege", "DatastoreGuard.Configure", "user", "root@vsphere.local"));

        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(403);
    }

    @Test
    void a_made_up_token_is_refused_and_not_asked_about_again_at_once() throws Exception {
        assertThat(viaClient("made-up-token", "GET", "/about", null).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(viaClient("made-up-token", "GET", "/about", null).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(lab.calls("clone-ticket")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "https://attacker.example.com/sdk",
                "127.0.0.1:1",
                "../../etc/passwd"
            })
    void a_vcenter_that_is_not_on_our_list_gets_no_token(String vcenter) throws Exception {
        Answer refused = api.sendExactly(
                "GET",
                "/about",
                null,
                List.of(
                        "vmware-api-session-id",
                        clientToken("root@vsphere.local"),
                        "datastore-guard-vcenter",
                        vcenter));

        assertThat(refused.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(lab.get("/calls").path("total").asInt()).isZero();
    }

    @Test
    void a_session_that_the_vcenter_ended_is_exchanged_again_unnoticed() throws Exception {
        String token = clientToken("root@vsphere.local");
        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(200);

        lab.post("/sessions/expire", Map.of("tokens", false));
        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(200);

        lab.post("/sessions/expire", Map.of("tokens", true));
        assertThat(viaClient(token, "GET", "/tokens", null).status()).isEqualTo(401);
    }

    @Test
    void a_vcenter_that_is_down_is_not_taken_for_a_wrong_token() throws Exception {
        String token = clientToken("root@vsphere.local");
        lab.post("/disconnect", Map.of("mode", "503", "millis", 60_000));
        try {
            assertThat(viaClient(token, "GET", "/about", null).code()).isEqualTo("VCENTER_UNREACHABLE");
        } finally {
            lab.post("/reset", Map.of("only", List.of("faults")));
            lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        }
    }

    @Test
    void who_signs_in_gets_a_cookie_that_scripts_cannot_read_and_other_sites_cannot_use() {
        Answer signedIn = signIn("root@vsphere.local", PASSWORD);

        assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(201);
        assertThat(signedIn.header("Set-Cookie"))
                .startsWith("__Host-datastore-guard=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict");
        Answer who = byCookie(signedIn, "GET", "/sessions/current");
        assertThat(who.json().path("kind").asText()).isEqualTo("SIGNED_IN");
        assertThat(who.json().path("csrfToken").asText())
                .isEqualTo(signedIn.json().path("csrfToken").asText())
                .hasSizeGreaterThan(40);
        assertThat(cookie(signedIn)).doesNotContain(who.json().path("csrfToken").asText());
    }

    @Test
    void a_change_by_cookie_needs_the_token_that_only_our_pages_can_read() {
        Answer signedIn = signIn("root@vsphere.local", PASSWORD);
        String csrf = signedIn.json().path("csrfToken").asText();

        assertThat(byCookie(signedIn, "POST", "/tokens").code()).isEqualTo("FORBIDDEN");
        assertThat(byCookie(signedIn, "POST", "/tokens", "X-CSRF-Token", "guess")
                        .code())
                .isEqualTo("FORBIDDEN");
        assertThat(byCookie(signedIn, "POST", "/tokens", "X-CSRF-Token", csrf).code())
                .isEqualTo("INVALID_FIELD");
        assertThat(byCookie(signedIn, "GET", "/tokens").status()).isEqualTo(200);
    }

    @Test
    void signing_out_ends_the_session_here_and_at_the_vcenter() throws Exception {
        int before = lab.get("").path("sessions").asInt();
        Answer signedIn = signIn("root@vsphere.local", PASSWORD);
        assertThat(lab.get("").path("sessions").asInt()).isEqualTo(before + 1);

        Answer out = byCookie(
                signedIn,
                "DELETE",
                "/sessions/current",
                "X-CSRF-Token",
                signedIn.json().path("csrfToken").asText());

        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(byCookie(signedIn, "GET", "/sessions/current").status()).isEqualTo(401);
        Awaitility.await("the end of the session at the vCenter")
                .until(() -> lab.get("").path("sessions").asInt() == before);
    }

    @Test
    void a_signed_in_person_whose_session_the_vcenter_ended_has_to_sign_in_again() throws Exception {
        Answer signedIn = signIn("root@vsphere.local", PASSWORD);
        lab.post("/sessions/expire", Map.of("tokens", false));

        assertThat(byCookie(signedIn, "GET", "/tokens").status()).isEqualTo(401);
    }

    @Test
    void wrong_passwords_lock_the_user_here_before_the_vcenter_locks_the_account() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(signIn("root@vsphere.local", "wrong").code()).isEqualTo("UNAUTHENTICATED");
        }
        assertThat(signIn("root@vsphere.local", PASSWORD).code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(signIn("ROOT@vsphere.local ", PASSWORD).code()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(lab.calls("Login")).isEqualTo(4);
        assertThat(signIn("nobody@vsphere.local", PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void wrong_vcenter_wrong_user_and_wrong_password_look_the_same() {
        String wrongVcenter = api.sendExactly("POST", "/sessions", """
                {"vcenterId": "vc9", "username": "root@vsphere.local", "password": "x"}""", List.of("Content-Type", "application/json"))
                .json()
                .path("detail")
                .asText();
        assertThat(signIn("root@vsphere.local", "wrong").json().path("detail").asText())
                .isEqualTo(wrongVcenter);
        assertThat(signIn("who@vsphere.local", "wrong").json().path("detail").asText())
                .isEqualTo(wrongVcenter);
    }

    @Test
    void a_name_with_a_line_break_reaches_neither_vcenter_nor_audit() throws Exception {
        Answer refused = signIn("root\\n2027-01-01 admin did it", "x");

        assertThat(refused.fields()).containsExactly("username");
        assertThat(lab.calls("Login")).isZero();
    }

    @Test
    void signing_in_is_in_the_audit_and_the_password_is_nowhere() throws Exception {
        signIn("root@vsphere.local", PASSWORD);
        signIn("root@vsphere.local", "wrong-" + PASSWORD);

        assertThat(api.audit.list(Audit.Filter.ALL, 10, null))
                .filteredOn(entry -> entry.action().equals("signIn"))
                .extracting(entry -> entry.actor() + " " + entry.outcome())
                .containsExactly("root@vsphere.local UNAUTHENTICATED", "root@vsphere.local 201");
        api.database.close();
        try (var files = Files.walk(api.directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void a_bearer_token_still_works_and_is_not_ended_by_signing_out() {
        assertThat(api.get("/sessions/current").json().path("kind").asText()).isEqualTo("TOKEN");
        assertThat(api.delete("/sessions/current").code()).isEqualTo("MALFORMED_REQUEST");
        assertThat(api.get("/tokens").status()).isEqualTo(200);
    }
}
