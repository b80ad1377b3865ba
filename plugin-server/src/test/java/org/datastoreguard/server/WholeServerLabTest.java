package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server as its users have it: a process of its own, real machines, a real vCenter protocol, HTTPS. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeServerLabTest {
    private static final String WRONG_FINGERPRINT = "00:".repeat(31) + "00";

    private final Lab lab;

    private Path directory;
    private ServerProcess server;
    private String nas1;
    private String nas2;

    WholeServerLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void addBothMachines(@TempDir Path directory) throws Exception {
        this.directory = directory;
        server = ServerProcess.start(directory);
        nas1 = add(lab.nas1());
        nas2 = add(lab.nas2());
        authorize(lab.nas2(), server.ok("POST", "/nas-systems/" + nas1 + "/replication-key", "{}"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String add(Machine machine) throws Exception {
        JsonNode system = server.ok("POST", "/nas-systems", """
                {"name": "%s", "host": "%s", "port": %d, "hostKey": "%s"}""".formatted(
                        machine.name(), machine.host(), machine.port(), machine.hostKey()));
        authorize(machine, system);
        return system.get("id").asText();
    }

    private static void authorize(Machine machine, JsonNode keyHolder) {
        machine.shell("echo '" + keyHolder.get("publicKey").asText() + "' >> ~/.ssh/authorized_keys");
    }

    private String task(DatasetName source, DatasetName target) throws Exception {
        return server.ok("POST", "/replication-tasks", taskJson("copy of " + source, source.value(), target.value()))
                .get("id")
                .asText();
    }

    private String taskJson(String name, String source, String target) {
        return """
               {"name": "%s", "source": {"nasSystemId": "%s", "datasets": ["%s"]}, "remoteDataset": "%s", "trigger": "MANUAL",
                "includeSnapshots": "ALL", "remote": {"nasSystemId": "%s", "hostname": "%s", "port": %d}}""".formatted(
                        name,
                        nas1,
                        source,
                        target,
                        nas2,
                        lab.nas2().peerHost(),
                        lab.nas2().peerPort());
    }

    private String runNow(String task) throws Exception {
        return server.ok("POST", "/replication-tasks/" + task + "/run", "{}")
                .get("id")
                .asText();
    }

    @Test
    void a_server_killed_in_the_middle_of_a_transfer_finishes_the_same_run_after_its_return() throws Exception {
        DatasetName source = lab.nas1().filesystem();
        DatasetName target = lab.nas2().reserve("tank");
        lab.nas1().shell("head -c 40M /dev/urandom > /" + source + "/disk && zfs snapshot " + source + "@one");
        String task = task(source, target);
        String run = runNow(task);
        Awaitility.await("bytes on their way")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> server.run(run).get("bytesDone").asLong() > 0);

        server.kill();
        assertThat(lab.nas2().snapshots(target.parent().orElseThrow()))
                .noneMatch(name -> name.contains(target.lastComponent()));
        server = ServerProcess.start(directory);

        JsonNode ended = server.ended(run);
        assertThat(ended.get("state").asText()).as(ended.toString()).startsWith("SUCCEEDED");
        assertThat(ended.get("attempt").asInt()).isEqualTo(2);
        assertThat(server.ok("GET", "/runs?task=" + task, "").get("items")).hasSize(1);
        assertThat(lab.nas2().snapshots(target)).hasSize(1).isEqualTo(lab.nas1().snapshots(source));
        assertThat(lab.nas1().shell("zfs holds -H " + source + "@one")).isEmpty();
        assertThat(lab.nas2().shell("zfs get -H -o value receive_resume_token " + target))
                .isEqualTo("-");
    }

    @Test
    void a_dataset_that_vanished_is_named_and_its_copy_stays() throws Exception {
        DatasetName source = lab.nas1().filesystem();
        DatasetName target = lab.nas2().reserve("tank");
        lab.nas1().shell("zfs snapshot " + source + "@one");
        String task = task(source, target);
        assertThat(server.ended(runNow(task)).get("state").asText()).isEqualTo("SUCCEEDED");
        lab.nas1().shell("zfs destroy -r " + source);

        JsonNode error = server.ended(runNow(task)).get("error");

        assertThat(error.get("code").asText()).isEqualTo("SOURCE_DATASET_MISSING");
        assertThat(error.get("message").asText()).contains(source.value());
        assertThat(lab.nas2().snapshots(target)).hasSize(1);
    }

    @Test
    void a_changed_host_key_stops_everything_and_shows_both_fingerprints() throws Exception {
        String stranger = lab.nas2().hostKey();
        String id = server.ok("POST", "/nas-systems", """
                        {"name": "impostor", "host": "%s", "port": %d, "hostKey": "%s"}""".formatted(
                                lab.nas1().host(), lab.nas1().port(), stranger))
                .get("id")
                .asText();

        ServerProcess.Answer answer = server.call("POST", "/nas-systems/" + id + "/probe", "{}");

        assertThat(answer.json().get("code").asText()).isEqualTo("NAS_HOST_KEY_CHANGED");
        assertThat(answer.json().get("detail").asText().split("SHA256:", -1)).hasSize(3);
    }

    @Test
    void a_nas_that_does_not_answer_is_unreachable_and_not_a_wrong_key() throws Exception {
        String id = server.ok("POST", "/nas-systems", """
                        {"name": "gone", "host": "127.0.0.1", "port": 1, "hostKey": "%s"}""".formatted(lab.nas1().hostKey()))
                .get("id")
                .asText();

        ServerProcess.Answer answer = server.call("POST", "/nas-systems/" + id + "/probe", "{}");

        assertThat(answer.json().get("code").asText()).isEqualTo("NAS_UNREACHABLE");
    }

    static Stream<Arguments> refusedVcenters() {
        return Stream.of(
                Arguments.of("VCENTER_LOGIN_FAILED", "not-the-password", null),
                Arguments.of("VCENTER_FINGERPRINT_MISMATCH", null, WRONG_FINGERPRINT));
    }

    @ParameterizedTest
    @MethodSource
    void refusedVcenters(String code, String password, String fingerprint) throws Exception {
        String right = lab.value("LAB_VCENTER_PASSWORD");
        String body = """
                {"name": "vc", "url": "%s", "username": "%s", "password": "%s", "fingerprint": "%s"}""".formatted(
                        lab.value("LAB_VCENTER_URL"),
                        lab.value("LAB_VCENTER_USER"),
                        password == null ? right : password,
                        fingerprint == null ? lab.value("LAB_VCENTER_FINGERPRINT") : fingerprint);

        ServerProcess.Answer answer = server.call("POST", "/vcenters", body);

        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        assertThat(server.ok("GET", "/vcenters", "").get("items")).isEmpty();
        assertThat(server.log()).as("what is searched for the secret").contains(" is ready at ");
        assertThat(answer.body() + server.log()).doesNotContain("not-the-password", right);
    }

    static Stream<String> refusedNames() {
        return Stream.of(
                "tank/a; zfs destroy tank",
                "tank/$(reboot)",
                "-o",
                "tank/a\\nb",
                "tank/`id`",
                "tank/-r",
                "tank/a@b",
                "tank//a");
    }

    @ParameterizedTest
    @MethodSource
    void refusedNames(String name) throws Exception {
        int tasks = server.ok("GET", "/replication-tasks", "").get("items").size();

        ServerProcess.Answer asSource =
                server.call("POST", "/replication-tasks", taskJson("t", name, "tank/somewhere"));
        ServerProcess.Answer asTarget = server.call("POST", "/replication-tasks", taskJson("t", "tank/vm", name));

        assertThat(asSource.json().get("errors").get(0).get("field").asText()).startsWith("source.datasets");
        assertThat(asTarget.json().get("errors").get(0).get("field").asText()).isEqualTo("remoteDataset");
        assertThat(server.ok("GET", "/replication-tasks", "").get("items")).hasSize(tasks);
    }
}
