package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a plugin at home in a vCenter, from outside: a server process, a real NAS, a simulator of its own. */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HomeInVcenterLabTest {
    private final Lab lab;

    private Path directory;
    private ServerProcess server;
    private LabVcenter vcenter;

    HomeInVcenterLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void start(@TempDir Path directory, @TempDir Path state) throws Exception {
        this.directory = directory;
        vcenter = new LabVcenter(state, "{\"datastores\": []}");
        server = ServerProcess.start(directory);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        vcenter.close();
    }

    @Test
    void registered_used_with_exactly_the_persons_rights_shown_renewed_and_gone_without_a_trace() throws Exception {
        String id = server.ok("POST", "/vcenters", """
                        {"name": "vc", "url": "%s", "username": "%s", "password": "%s", "fingerprint": "%s"}""".formatted(
                        vcenter.env("URL"), vcenter.env("USER"), vcenter.env("PASSWORD"), vcenter.env("FINGERPRINT")))
                .path("id")
                .asText();
        String registration = "/vcenters/" + id + "/registration";

        server.ok("PUT", registration, "{}");
        String extension = vcenter.get("/extensions").toString();
        assertThat(extension)
                .contains(
                        "org.datastoreguard.plugin", "vsphere-client-remote", "MANIFEST_SERVER", "/plugin/plugin.json")
                .contains("DatastoreGuard.View", "DatastoreGuard.Configure")
                .contains(
                        "org.datastoreguard.plugin.task.replicate",
                        "org.datastoreguard.plugin.event.snapshotSucceeded");

        assertThat(extension).contains("BEGIN CERTIFICATE", "\"ja\"", "スナップショット");
        assertThat(vcenter.get("/alarms").findValuesAsText("name")).contains("Datastore Guard: replication failed");

        String datastore = datastore();
        String token = person(datastore);
        String task = asPerson(token, "POST", "/snapshot-tasks", """
                        {"name": "by hand", "datastoreId": "%s", "interval": "PT1H", "timeZone": "UTC"}""".formatted(datastore), 201)
                .path("id")
                .asText();
        String run = asPerson(token, "POST", "/snapshot-tasks/" + task + "/run", "{}", 202)
                .path("id")
                .asText();
        assertThat(server.ended(run).path("state").asText()).startsWith("SUCCEEDED");
        String snapshots = "/datastores/" + datastore + "/snapshots";
        String consistent = asPerson(
                        token, "POST", snapshots, "{\"name\": \"before update\", \"vmConsistent\": true}", 202)
                .path("id")
                .asText();
        assertThat(server.ended(consistent).path("state").asText()).startsWith("SUCCEEDED");
        assertThat(asPerson(token, "GET", snapshots, "", 200).toString()).contains("\"before update\"");
        asPerson(token, "POST", snapshots, "{\"name\": \"before update\", \"vmConsistent\": true}", 409);
        asPerson(token, "GET", "/vcenters", "", 403);
        asPerson(token, "POST", "/tokens", "{}", 403);

        Awaitility.await("the run under Recent Tasks and its event")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    assertThat(vcenter.get("/tasks").toString())
                            .contains("org.datastoreguard.plugin.task.snapshot", "success");
                    assertThat(vcenter.get("/events").toString()).contains("Snapshot task by hand succeeded");
                });
        assertThat(vcenter.alarm("Datastore Guard: snapshot failed")).contains("green");

        certificate(Clock.fixed(Instant.now().minus(Duration.ofDays(3650 - 5)), ZoneOffset.UTC));
        Awaitility.await("that the certificate expires in five days")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(vcenter.alarm("Datastore Guard: certificate expires"))
                        .contains("yellow"));

        certificate(Clock.systemUTC());
        String renewed = TlsMaterial.read(
                        directory.resolve("data/tls/certificate.pem"), directory.resolve("data/tls/key.pem"))
                .fingerprint();
        Awaitility.await("the renewed certificate at the vCenter")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(vcenter.get("/extensions").toString()).contains(renewed));
        Awaitility.await("that it was renewed")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(vcenter.alarm("Datastore Guard: certificate expires"))
                        .contains("green"));
        server.trustAgain();
        assertThat(server.ok("GET", registration, "").path("state").asText()).isEqualTo("REGISTERED");
        assertThat(server.ok("GET", "/audit-entries", "").toString()).contains("renewRegistration");

        server.call("DELETE", registration, "");
        assertThat(vcenter.get("/extensions").toString()).doesNotContain("org.datastoreguard");
        assertThat(vcenter.get("/alarms")).isEmpty();
    }

    /** Puts a certificate in the place of the served one. @param clock tells when it was made; it is good for ten years */
    private void certificate(Clock clock) {
        new SelfMadeCertificate(List.of("localhost", "127.0.0.1"), clock, new SecureRandom())
                .write(directory.resolve("data").resolve("tls"));
    }

    /** A datastore of the simulator on a dataset of the real NAS. */
    private String datastore() throws Exception {
        DatasetName dataset = lab.nas1().filesystem();
        JsonNode system = server.ok("POST", "/nas-systems", """
                {"name": "nas1", "host": "%s", "port": %d, "hostKey": "%s"}""".formatted(
                        lab.nas1().host(), lab.nas1().port(), lab.nas1().hostKey()));
        lab.nas1().shell("echo '" + system.get("publicKey").asText() + "' >> ~/.ssh/authorized_keys");
        vcenter.post(
                "/datastores",
                Map.of(
                        "name",
                        "vm-home",
                        "type",
                        "NFS",
                        "remoteHost",
                        lab.nas1().storageAddress(),
                        "remotePath",
                        "/" + dataset));
        JsonNode found = Awaitility.await("the mapped datastore")
                .atMost(Duration.ofMinutes(6))
                .until(
                        () -> server.ok("POST", "/datastores/refresh", "{}").path("items"),
                        items -> items.toString().contains("\"MAPPED\""));
        return found.get(0).path("id").asText();
    }

    /** Somebody who may take snapshots of that datastore and nothing else; their vSphere Client session. */
    private String person(String datastore) throws Exception {
        String name = "operator@vsphere.local";
        vcenter.post(
                "/users",
                Map.of(
                        "name",
                        name,
                        "password",
                        "secret",
                        "privileges",
                        List.of("System.View", "DatastoreGuard.Snapshot")));
        vcenter.post("/deny", Map.of("privilege", "DatastoreGuard.Snapshot", "user", name, "entity", "group-d1"));
        assertThat(datastore).startsWith("urn:vmomi:Datastore:");
        return vcenter.control("POST", "/sessions", Map.of("user", name))
                .path("token")
                .asText();
    }

    private JsonNode asPerson(String token, String method, String path, String body, int status) throws Exception {
        ServerProcess.Answer answer = server.call(method, path, body, "vmware-api-session-id", token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }
}
