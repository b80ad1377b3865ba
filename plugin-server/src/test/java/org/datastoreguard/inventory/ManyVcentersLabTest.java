package org.datastoreguard.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.datastoreguard.lab.KnownSystems;
import org.datastoreguard.nas.SshNasConnections;
import org.datastoreguard.vcenter.FollowedDatastores;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.Limits;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten vCenters of 2,000 datastores each hold steady: in memory, in threads, and in what they are asked. */
@Tag("lab")
@Timeout(400)
class ManyVcentersLabTest {
    private static final int VCENTERS = 10;
    private static final int DATASTORES = 2000;

    private static final Limits PATIENCE = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), 64 << 20);

    private final List<LabVcenter> labs = new ArrayList<>();
    private KnownVcenters servers;
    private VijavaVcenters vcenters;
    private FollowedDatastores followed;
    private SshNasConnections connections;
    private CachedInventory inventory;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        ExecutorService starting = Executors.newFixedThreadPool(2);
        List<Future<LabVcenter>> started = new ArrayList<>();
        for (int i = 0; i < VCENTERS; i++) {
            Path state = Files.createDirectory(directory.resolve("vc" + i));
            started.add(
                    starting.submit(() -> new LabVcenter(state, "{\"datastores\": [], \"bulk\": " + DATASTORES + "}")));
        }
        for (Future<LabVcenter> lab : started) {
            labs.add(lab.get());
        }
        starting.shutdown();
        servers = labs.get(0).identified();
        for (int i = 1; i < VCENTERS; i++) {
            VcenterServer found = labs.get(i).identified().all().get(0);
            servers.add(
                    new VcenterServer(
                            "vc" + (i + 1),
                            "lab" + i,
                            found.url(),
                            found.username(),
                            found.fingerprint(),
                            found.instanceUuid(),
                            1),
                    labs.get(i).env("PASSWORD"));
        }
        vcenters = new VijavaVcenters(servers, Clock.systemUTC(), PATIENCE);
        followed = vcenters.followedDatastores();
        KnownSystems none = new KnownSystems(new byte[0]);
        connections = new SshNasConnections(none);
        inventory = new CachedInventory(
                vcenters, followed, servers, connections, none, Clock.systemUTC(), Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        inventory.close();
        connections.close();
        followed.close();
        vcenters.close();
        for (LabVcenter lab : labs) {
            lab.close();
        }
    }

    private int known() {
        return inventory.picture().datastores().size();
    }

    private int calls(String method) throws IOException {
        int sum = 0;
        for (LabVcenter lab : labs) {
            sum += lab.calls(method);
        }
        return sum;
    }

    private void forgetCalls() throws IOException {
        for (LabVcenter lab : labs) {
            lab.control("DELETE", "/calls", Map.of());
        }
    }

    /** What is still used after the collector has run, twice to let references go. */
    private static long usedMegabytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static long following() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vcenter-"))
                .count();
    }

    @Test
    void they_hold_steady() throws Exception {
        long before = usedMegabytes();
        inventory.start();
        Awaitility.await("all listed").atMost(Duration.ofMinutes(3)).until(() -> known() == VCENTERS * DATASTORES);
        assertThat(inventory.picture().problems()).isEmpty();
        // The picture that the first lists brought about is still made once more.
        forgetCalls();
        long changes = followed.changes();
        long full = usedMegabytes();
        assertThat(full - before)
                .as("megabytes for %s datastores", VCENTERS * DATASTORES)
                .isLessThan(120);

        // Several rounds of the inventory's interval, in which nothing happens.
        var taken = inventory.picture().takenAt();
        Awaitility.await("pictures without asking")
                .atMost(Duration.ofMinutes(1))
                .until(() -> inventory.picture().takenAt().isAfter(taken.plusSeconds(15)));
        assertThat(calls("CreateContainerView")).isZero();
        assertThat(calls("RetrievePropertiesEx")).isZero();
        assertThat(followed.changes()).isEqualTo(changes);
        assertThat(following()).isEqualTo(VCENTERS);

        labs.get(3)
                .post(
                        "/datastores",
                        Map.of(
                                "name",
                                "fresh",
                                "type",
                                "NFS",
                                "remoteHost",
                                "10.77.0.11",
                                "remotePath",
                                "/tank/fresh"));
        Awaitility.await("one that came")
                .atMost(Duration.ofSeconds(60))
                .until(() -> known() == VCENTERS * DATASTORES + 1);
        assertThat(calls("CreateContainerView")).isZero();

        int threads = Thread.getAllStackTraces().size();
        for (int round = 1; round <= 2; round++) {
            forgetCalls();
            for (LabVcenter lab : labs) {
                lab.post("/sessions/expire", Map.of());
            }
            Awaitility.await("all listed again").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(calls("CreateContainerView")).as("listings").isEqualTo(VCENTERS);
                assertThat(calls("WaitForUpdatesEx")).as("lists and waits").isGreaterThanOrEqualTo(2 * VCENTERS);
            });
            assertThat(calls("Login")).isEqualTo(VCENTERS);
        }
        Awaitility.await("the same picture")
                .atMost(Duration.ofMinutes(1))
                .until(() -> known() == VCENTERS * DATASTORES + 1);
        assertThat(following()).isEqualTo(VCENTERS);
        // The client of a session that ended keeps its threads until the collector finds it.
        Awaitility.await("no more threads than before, which were " + threads)
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    System.gc();
                    return Thread.getAllStackTraces().size() <= threads + 2;
                });
        assertThat(usedMegabytes())
                .as("megabytes after two rounds of lost sessions")
                .isLessThan(full + 30);
        System.out.printf("%d datastores of %d vCenters: %d MB%n", known(), VCENTERS, usedMegabytes() - before);
    }
}
