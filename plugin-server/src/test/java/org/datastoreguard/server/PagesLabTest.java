package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in a real browser, in the stand-in for the vSphere Client and in a tab of their own, against a server process,
 * real NAS machines and a simulator. The tests themselves are in {@code plugin-ui/e2e}; this gives them their world.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesLabTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONGEST = Duration.ofMinutes(8);

    private final Lab lab;

    private Path directory;
    private ServerProcess server;
    private LabVcenter vcenter;
    private Process shell;
    private URI shellUrl;
    private String vcenterId;

    PagesLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void start(@TempDir Path directory, @TempDir Path state) throws Exception {
        this.directory = directory;
        vcenter = new LabVcenter(state, "{\"datastores\": []}");
        server = ServerProcess.start(directory);
        vcenterId = server.ok("POST", "/vcenters", """
                        {"name": "lab", "url": "%s", "username": "%s", "password": "%s", "fingerprint": "%s"}""".formatted(
                        vcenter.env("URL"), vcenter.env("USER"), vcenter.env("PASSWORD"), vcenter.env("FINGERPRINT")))
                .path("id")
                .asText();
        server.ok("PUT", "/vcenters/" + vcenterId + "/registration", "{}");
        shell = new ProcessBuilder(
                        "node",
                        ROOT.resolve("lab/shell/shell.mjs").toString(),
                        "--vcenter=" + vcenter.env("URL").replaceAll("/sdk$", ""))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = shell.inputReader();
        shellUrl = URI.create(out.readLine().replaceFirst("^READY ", ""));
    }

    @AfterAll
    void stop() throws Exception {
        shell.destroy();
        server.close();
        vcenter.close();
    }

    @Test
    void thePagesWorkInABrowser() throws Exception {
        String nas1 = add(lab.nas1());
        String nas2 = add(lab.nas2());
        authorize(lab.nas2(), server.ok("POST", "/nas-systems/" + nas1 + "/replication-key", "{}"));
        String datastore = datastore("vm-pages");
        datastore("vm-new");
        datastore("vm-restore");
        String quick = replication("vm-pages to nas2", datastore, nas2, 250);
        String slow = replication("vm-pages to nas2 slowly", datastore, nas2, 50);

        run(Map.ofEntries(
                Map.entry("GUARD_SHELL", shellUrl.toString()),
                Map.entry("GUARD_SERVER", serverUrl()),
                Map.entry(
                        "GUARD_TOKEN",
                        Files.readString(directory.resolve("data/cli-token")).strip()),
                Map.entry("GUARD_CONTROL", vcenter.env("CONTROL")),
                Map.entry("GUARD_USER", vcenter.env("USER")),
                Map.entry("GUARD_PASSWORD", vcenter.env("PASSWORD")),
                Map.entry("GUARD_VCENTER", "lab"),
                Map.entry("GUARD_DATASTORE", "vm-pages"),
                Map.entry("GUARD_DATASTORE_ID", datastore),
                Map.entry("GUARD_REPLICATION_TASK", quick),
                Map.entry("GUARD_SLOW_TASK", slow),
                Map.entry("GUARD_NEW_DATASTORE", "vm-new"),
                Map.entry("GUARD_NEW_TARGET", lab.nas2().reserve("tank").value()),
                Map.entry("GUARD_RESTORE_DATASTORE", "vm-restore"),
                Map.entry("GUARD_CLONE", lab.nas1().reserve("tank").value()),
                Map.entry("GUARD_NAS_HOST", lab.nas1().host()),
                Map.entry("GUARD_NAS_PORT", Integer.toString(lab.nas1().port())),
                Map.entry("GUARD_NAS_KEY", lab.nas1().key().toAbsolutePath().toString()),
                Map.entry("GUARD_PEER_HOST", lab.nas2().peerHost()),
                Map.entry("GUARD_PEER_PORT", Integer.toString(lab.nas2().peerPort()))));
    }

    /** A task that somebody can watch at work; to a target of its own. */
    private String replication(String name, String datastore, String target, int limitKBps) throws Exception {
        return server.ok("POST", "/replication-tasks", """
                        {"name": "%s", "datastoreId": "%s", "remoteDataset": "%s", "trigger": "MANUAL",
                         "includeSnapshots": "ALL", "limitKBps": %d,
                         "remote": {"nasSystemId": "%s", "hostname": "%s", "port": %d}}""".formatted(
                                name,
                                datastore,
                                lab.nas2().reserve("tank"),
                                limitKBps,
                                target,
                                lab.nas2().peerHost(),
                                lab.nas2().peerPort()))
                .path("id")
                .asText();
    }

    private String serverUrl() throws Exception {
        JsonNode registration = server.ok("GET", "/vcenters/" + vcenterId + "/registration", "");
        return registration.path("manifestUrl").asText().replaceAll("/plugin/plugin.json$", "");
    }

    private void run(Map<String, String> world) throws IOException, InterruptedException {
        Path log = directory.resolve("browser.log");
        ProcessBuilder builder = new ProcessBuilder(
                "node", "--test", "--test-concurrency=1", "--test-reporter=spec", "--no-warnings", "e2e/");
        builder.directory(ROOT.resolve("plugin-ui").toFile());
        builder.environment().putAll(world);
        // The server of the test has a certificate of its own.
        builder.environment().put("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        Process tests =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = tests.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
        tests.destroyForcibly();
        assertThat(ended && tests.exitValue() == 0).as(Files.readString(log)).isTrue();
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

    /** A datastore on a dataset with some data and a snapshot. */
    private String datastore(String name) throws Exception {
        DatasetName dataset = lab.nas1().filesystem();
        lab.nas1().shell("head -c 4M /dev/urandom > /" + dataset + "/disk && zfs snapshot " + dataset + "@one");
        vcenter.post(
                "/datastores",
                Map.of(
                        "name",
                        name,
                        "type",
                        "NFS",
                        "remoteHost",
                        lab.nas1().storageAddress(),
                        "remotePath",
                        "/" + dataset));
        return Awaitility.await("the mapped datastore")
                .atMost(Duration.ofMinutes(6))
                .until(() -> mapped(name), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> mapped(String name) throws Exception {
        JsonNode items = server.ok("POST", "/datastores/refresh", "{}").path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.path("name").asText().equals(name))
                .filter(item -> item.path("mapping").path("status").asText().equals("MAPPED"))
                .map(item -> item.path("id").asText())
                .findFirst();
    }
}
