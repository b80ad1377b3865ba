package org.datastoreguard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.server.ServerProcess;
import org.datastoreguard.zfs.DatasetName;

/** The product as a process of its own that replicates from nas1 to nas2; all goes through its REST interface. */
final class ReplicatingServer implements AutoCloseable {
    private final Lab lab;
    private final Path directory;
    private ServerProcess server;
    private final String nas1;
    private final String nas2;

    private ReplicatingServer(Lab lab, Path directory) throws Exception {
        this.lab = lab;
        this.directory = directory;
        this.server = ServerProcess.start(directory);
        this.nas1 = add(lab.nas1());
        this.nas2 = add(lab.nas2());
        authorize(lab.nas2(), server.ok("POST", "/nas-systems/" + nas1 + "/replication-key", "{}"));
    }

    static ReplicatingServer start(Lab lab, Path directory) throws Exception {
        return new ReplicatingServer(lab, directory);
    }

    private String add(Machine machine) throws Exception {
        JsonNode system = server.ok("POST", "/nas-systems", """
                {"name": "%s", "host": "%s", "port": %d, "hostKey": "%s"}""".formatted(
                        machine.name(), machine.host(), machine.port(), machine.hostKey()));
        authorize(machine, system);
        return system.get("id").asText();
    }

    private static void authorize(Machine machine, JsonNode keyHolder) {
        machine.shell("echo '" + keyHolder.get("publicKey").asText() + "' >> ~/.ssh/authorized_keys && sync");
    }

    ServerProcess rest() {
        return server;
    }

    String nas1() {
        return nas1;
    }

    String nas2() {
        return nas2;
    }

    /** A task that never tries again by itself, so that what the next run does can be told from what this one did. */
    String task(DatasetName source, DatasetName target) throws Exception {
        return server.ok("POST", "/replication-tasks", taskJson("to " + target, source, target))
                .get("id")
                .asText();
    }

    String taskJson(String name, DatasetName source, DatasetName target) {
        return """
                {"name": "%s", "source": {"nasSystemId": "%s", "datasets": ["%s"]}, "remoteDataset": "%s",
                 "recursive": true, "trigger": "MANUAL", "includeSnapshots": "ALL", "retries": 0,
                 "remote": {"nasSystemId": "%s", "hostname": "%s", "port": %d}}""".formatted(
                        name,
                        nas1,
                        source,
                        target,
                        nas2,
                        lab.nas2().peerHost(),
                        lab.nas2().peerPort());
    }

    /** How long its next runs wait when nothing moves; long enough at first for the busiest of machines. */
    void stallTimeout(String task, Duration timeout) throws Exception {
        server.ok("PATCH", "/replication-tasks/" + task, "{\"stallTimeout\": \"" + timeout + "\"}");
    }

    /** Starts a run by hand and does not wait for it. */
    String start(String task) throws Exception {
        return server.ok("POST", "/replication-tasks/" + task + "/run", "{}")
                .get("id")
                .asText();
    }

    /** A run that has to succeed. */
    JsonNode replicate(String task) throws Exception {
        return succeeded(start(task));
    }

    JsonNode succeeded(String run) {
        JsonNode ended = server.ended(run);
        assertThat(ended.get("state").asText()).as(ended.toPrettyString()).startsWith("SUCCEEDED");
        return ended;
    }

    /** The error of a run that has to fail. */
    JsonNode failed(String run) {
        JsonNode ended = server.ended(run);
        assertThat(ended.get("state").asText()).as(ended.toPrettyString()).isEqualTo("FAILED");
        return ended.get("error");
    }

    /** Starts a run of the task whose stream stands still once its ssh has sent so many bytes. */
    HeldStream startAndHoldAt(String task, long bytes) throws Exception {
        HeldStream.Trap trap = HeldStream.trap(lab.nas1(), nas2, bytes);
        return trap.caught(start(task));
    }

    void killAndRestart() throws Exception {
        server.kill();
        restart();
    }

    void restart() throws Exception {
        server = ServerProcess.start(directory);
    }

    @Override
    public void close() {
        server.close();
    }
}
