package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.datastoreguard.api.TestApi.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VcentersTest {
    private static final String GOOD = """
            {"name":"main","url":"https://vcenter.example.com","username":"guard@vsphere.local",
             "password":"%s","fingerprint":"%s"}""".formatted(PlayedVcenters.PASSWORD, PlayedVcenters.FINGERPRINT);

    private TestApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void a_vcenter_that_lets_us_in_is_added_and_its_password_never_comes_back() {
        Answer made = api.post("/vcenters", GOOD);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().get("url").asText()).isEqualTo("https://vcenter.example.com/sdk");
        assertThat(made.json().get("instanceUuid").asText()).isEqualTo(PlayedVcenters.UUID);
        assertThat(made.text()).doesNotContain("password").doesNotContain(PlayedVcenters.PASSWORD);
        assertThat(api.get("/vcenters").text()).doesNotContain(PlayedVcenters.PASSWORD);
        assertThat(api.vcenterServers.password(made.json().get("id").asText())).isEqualTo(PlayedVcenters.PASSWORD);
    }

    @Test
    void a_wrong_password_or_fingerprint_leaves_nothing_behind_and_is_not_repeated() {
        Answer password = api.post("/vcenters", Bodies.with(GOOD, "password", "\"hunter2\""));
        Answer fingerprint = api.post("/vcenters", Bodies.with(GOOD, "fingerprint", "\"" + "00".repeat(32) + "\""));

        assertThat(password.code()).isEqualTo("VCENTER_LOGIN_FAILED");
        assertThat(password.text()).doesNotContain("hunter2");
        assertThat(fingerprint.code()).isEqualTo("VCENTER_FINGERPRINT_MISMATCH");
        assertThat(api.vcenterServers.all()).isEmpty();
    }

    @Test
    void without_a_fingerprint_the_offered_one_is_shown_to_compare_and_no_password_is_sent() {
        Answer refused = api.post("/vcenters", Bodies.without(GOOD, "fingerprint"));

        assertThat(refused.fields()).containsExactly("fingerprint");
        assertThat(refused.text()).contains("offered " + PlayedVcenters.FINGERPRINT);
        assertThat(api.vcenters.checked).allSatisfy(check -> assertThat(check).doesNotContain(PlayedVcenters.PASSWORD));
        assertThat(api.vcenterServers.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vcenter.example.com",
                "https://user:hunter2@vcenter.example.com",
                "https://vcenter.example.com/other",
                "https://vcenter.example.com/sdk?x=1",
                "https://-oProxy",
                "vcenter.example.com",
                "https://"
            })
    void an_address_that_is_no_vcenter_address_is_refused_without_repeating_it(String url) {
        Answer refused = api.post("/vcenters", Bodies.with(GOOD, "url", "\"" + url + "\""));
        Answer unseen = api.post("/certificate-scans", "{\"url\":\"" + url + "\"}");

        assertThat(refused.fields()).containsExactly("url");
        assertThat(unseen.fields()).containsExactly("url");
        assertThat(refused.text() + unseen.text()).doesNotContain("hunter2");
        assertThat(api.vcenters.checked).isEmpty();
    }

    @Test
    void the_certificate_of_an_address_is_shown_to_compare_before_anything_else_is_known(@TempDir Path directory)
            throws Exception {
        Map<String, String> door = api.commandLine(directory);
        String url = door.get("DATASTORE_GUARD_URL");

        Answer shown = api.post("/certificate-scans", "{\"url\":\"" + url + "\"}");

        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        assertThat(shown.json().get("url").asText()).isEqualTo(url + "/sdk");
        assertThat(shown.json().get("fingerprint").asText().replace(":", ""))
                .isEqualToIgnoringCase(door.get("DATASTORE_GUARD_FINGERPRINT"));
        assertThat(shown.json().get("subject").asText()).isEqualTo("CN=localhost");
        assertThat(Instant.parse(shown.json().get("validUntil").asText())).isAfter(Instant.now());
        assertThat(api.post("/certificate-scans", "{}").fields()).containsExactly("url");
        assertThat(api.post("/certificate-scans", "{\"url\":\"https://127.0.0.1:1\"}")
                        .code())
                .isEqualTo("VCENTER_UNREACHABLE");
    }

    @Test
    void the_stored_password_is_never_sent_to_a_new_address() {
        Answer made = api.post("/vcenters", GOOD);
        String path = "/vcenters/" + made.json().get("id").asText();
        api.vcenters.checked.clear();

        Answer moved = api.patch(path, "{\"url\":\"https://evil.example.com\"}", "If-Match", "\"1\"");

        assertThat(moved.fields()).containsExactly("password");
        assertThat(api.vcenters.checked).isEmpty();
    }

    @Test
    void a_change_is_tried_before_it_is_kept() {
        Answer made = api.post("/vcenters", GOOD);
        String path = "/vcenters/" + made.json().get("id").asText();

        Answer wrong = api.patch(path, "{\"password\":\"hunter2\"}", "If-Match", "\"1\"");
        Answer renamed = api.patch(path, "{\"name\":\"renamed\"}", "If-Match", "\"1\"");

        assertThat(wrong.code()).isEqualTo("VCENTER_LOGIN_FAILED");
        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
        assertThat(renamed.json().get("name").asText()).isEqualTo("renamed");
        assertThat(api.vcenterServers.password(made.json().get("id").asText())).isEqualTo(PlayedVcenters.PASSWORD);
    }

    @Test
    void the_same_vcenter_is_not_added_twice() {
        api.post("/vcenters", GOOD);

        assertThat(api.post("/vcenters", Bodies.with(GOOD, "name", "\"again\"")).code())
                .isEqualTo("NAME_TAKEN");
    }

    @Test
    void a_vcenter_whose_datastore_a_task_protects_stays() {
        Bodies.machines(api);
        String path =
                "/vcenters/" + api.post("/vcenters", GOOD).json().get("id").asText();
        api.post("/snapshot-tasks", Bodies.snapshotTask());

        Answer refused = api.delete(path);

        assertThat(refused.code()).isEqualTo("IN_USE");
        assertThat(refused.json().get("detail").asText()).contains("hourly");
    }

    @Test
    void the_plugin_is_registered_with_this_servers_address_and_taken_away_again() {
        String path =
                "/vcenters/" + api.post("/vcenters", GOOD).json().get("id").asText() + "/registration";

        assertThat(api.get(path).json().get("state").asText()).isEqualTo("NOT_REGISTERED");
        Answer registered = api.send("PUT", path, "{}");
        assertThat(registered.json().get("manifestUrl").asText())
                .isEqualTo("https://plugin.example.com/plugin/plugin.json");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).json().get("state").asText()).isEqualTo("NOT_REGISTERED");
    }

    @Test
    void an_administrators_account_registers_once_and_is_kept_nowhere() {
        String path =
                "/vcenters/" + api.post("/vcenters", GOOD).json().get("id").asText() + "/registration";
        String administrator = "{\"username\": \"administrator@vsphere.local\", \"password\": \"%s\"}"
                .formatted(PlayedVcenters.PASSWORD);

        assertThat(api.send("PUT", path, administrator.replace(PlayedVcenters.PASSWORD, "wrong"))
                        .code())
                .isEqualTo("VCENTER_LOGIN_FAILED");
        assertThat(api.send("PUT", path, "{\"username\": \"administrator@vsphere.local\"}")
                        .fields())
                .containsExactly("password");
        assertThat(api.send("PUT", path, administrator).json().get("state").asText())
                .isEqualTo("REGISTERED");
        assertThat(api.send("DELETE", path, administrator).status()).isEqualTo(204);
        assertThat(api.get(path).json().get("state").asText()).isEqualTo("NOT_REGISTERED");
    }
}
