package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ways back from outside: a server process that is killed, a real NAS, a simulator with machines that run. */
@LabTest
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysBackLabTest {
    private final Lab lab;

    private Path directory;
    private ServerProcess server;
    private LabVcenter vcenter;
    private DatasetName dataset = new DatasetName("tank");
    private String snapshots = "";
    private String datastore = "";

    WaysBackLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void start(@TempDir Path directory, @TempDir Path state) throws Exception {
        this.directory = directory;
        vcenter = new LabVcenter(state, "{\"datastores\": []}");
        server = ServerProcess.start(directory);
        String id = server.ok("POST", "/vcenters", """
                        {"name": "vc", "url": "%s", "username": "%s", "password": "%s", "fingerprint": "%s"}""".formatted(
                        vcenter.env("URL"), vcenter.env("USER"), vcenter.env("PASSWORD"), vcenter.env("FINGERPRINT")))
                .path("id")
                .asText();
        server.ok("PUT", "/vcenters/" + id + "/registration", "{}");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        vcenter.close();
    }

    private void datastore() throws Exception {
        dataset = lab.nas1().filesystem();
        JsonNode system = server.ok("POST", "/nas-systems", """
                {"name": "nas1", "host": "%s", "port": %d, "hostKey": "%s"}""".formatted(
                        lab.nas1().host(), lab.nas1().port(), lab.nas1().hostKey()));
        lab.nas1().shell("echo '" + system.get("publicKey").asText() + "' >> ~/.ssh/authorized_keys");
        vcenter.post(
                "/datastores",
                Map.of(
                        "name",
                        "vm-back",
                        "type",
                        "NFS",
                        "remoteHost",
                        lab.nas1().storageAddress(),
                        "remotePath",
                        "/" + dataset,
                        "vms",
                        List.of("web01")));
        datastore = Awaitility.await("the mapped datastore")
                .atMost(Duration.ofMinutes(6))
                .until(
                        () -> server.ok("POST", "/datastores/refresh", "{}").path("items"),
                        items -> items.toString().contains("\"MAPPED\""))
                .get(0)
                .path("id")
                .asText();
        snapshots = "/datastores/" + datastore + "/snapshots";
    }

    private String shell(String command) {
        return lab.nas1().shell(command);
    }

    private String take(String name) throws Exception {
        return server.ok("POST", snapshots, "{\"name\": \"" + name + "\"}")
                .at("/items/0/guid")
                .asText();
    }

    @Test
    void a_running_machine_prevents_it_and_once_it_is_off_a_killed_server_brings_all_to_its_end_once()
            throws Exception {
        datastore();
        shell("head -c 3M /dev/urandom > /" + dataset + "/disk");
        String first = shell("sha256sum < /" + dataset + "/disk");
        String a = take("a");
        shell("head -c 3M /dev/urandom > /" + dataset + "/disk");
        String order = "{\"confirm\": \"a\", \"newestGuid\": \"" + take("b") + "\"}";

        ServerProcess.Answer running = server.call("POST", snapshots + "/" + a + "/rollback", order);
        assertThat(running.status()).as(running.body()).isEqualTo(409);
        assertThat(running.json().get("detail").asText()).contains("VM_RUNNING", "web01");
        assertThat(shell("zfs list -H -d 1 -t snapshot -o name " + dataset).lines())
                .hasSize(2);

        vcenter.powerOffAllOn(datastore);
        String run = server.ok("POST", snapshots + "/" + a + "/rollback", order)
                .get("id")
                .asText();
        server.kill();
        server = ServerProcess.start(directory);

        JsonNode ended = server.ended(run);
        assertThat(ended.get("state").asText()).as(ended.toPrettyString()).isEqualTo("SUCCEEDED");
        assertThat(ended.get("kind").asText()).isEqualTo("RESTORE");
        assertThat(shell("sha256sum < /" + dataset + "/disk")).isEqualTo(first);
        assertThat(shell("zfs list -H -d 1 -t snapshot -o name " + dataset)).isEqualTo(dataset + "@a");
        assertThat(shell("zfs get -H -o value org.datastoreguard:rolled-back " + dataset))
                .isEqualTo(run + " done");

        String clone = server.ok("POST", snapshots + "/" + a + "/clone", "{}")
                .get("id")
                .asText();
        assertThat(server.ended(clone).get("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(shell("sha256sum < /" + dataset + "-clone-a/disk")).isEqualTo(first);
        Awaitility.await("both under Recent Tasks and in the events")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    assertThat(vcenter.get("/tasks").toString())
                            .contains("org.datastoreguard.plugin.task.restore", "success");
                    assertThat(vcenter.get("/events").toString())
                            .contains("Roll back to @a succeeded", "Clone of @a succeeded");
                });
        shell("zfs destroy " + dataset + "-clone-a");
    }
}
