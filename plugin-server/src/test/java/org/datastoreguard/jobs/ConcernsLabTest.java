package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.snapshot.VmJournal;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.store.StoredToldConcerns;
import org.datastoreguard.store.StoredVmJournal;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong, as the simulator's events show it. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcernsLabTest {
    private static final PluginAddress PLUGIN =
            new PluginAddress("https://10.0.0.5:8443/plugin/plugin.json", "AB:".repeat(31) + "CD", "0.1.0.0");

    private LabVcenter lab;
    private Database database;
    private VijavaVcenters vcenters;
    private KnownVcenters servers;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final List<Concern> wrong = new ArrayList<>();
    private int before;

    @BeforeAll
    void startLab(@TempDir Path state) throws Exception {
        lab = new LabVcenter(state, """
                {"datastores": [{"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm",
                 "vms": ["web01"]}]}
                """);
    }

    @AfterAll
    void stopLab() throws Exception {
        lab.close();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        clock.set(Instant.now());
        wrong.clear();
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        servers = lab.identified();
        vcenters = new VijavaVcenters(servers, clock);
        vcenters.register("vc1", PLUGIN);
        before = messages().size();
    }

    @AfterEach
    void stop() throws Exception {
        vcenters.close();
        database.close();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        lab.post("/reset", Map.of());
    }

    private List<String> messages() throws Exception {
        return lab.get("/events").findValuesAsText("message");
    }

    /** What this test has brought about. */
    private List<String> told() throws Exception {
        List<String> all = messages();
        return all.subList(before, all.size());
    }

    private Concerns server() {
        return new Concerns(
                List.of(() -> List.copyOf(wrong)),
                new StoredToldConcerns(database),
                vcenters.visibleWork(),
                servers,
                clock);
    }

    private String datastore() throws Exception {
        return "urn:vmomi:Datastore:datastore-1001:" + lab.env("GUID");
    }

    private Concern lag(String lag) throws Exception {
        return new Concern(
                "lag/1",
                "exceeded",
                List.of(ObjectId.parse(datastore())),
                Notice.LAG_EXCEEDED,
                Notice.LAG_RECOVERED,
                Map.of("task", "copy", "lag", lag, "allowed", "2 h"));
    }

    @Test
    void what_is_wrong_is_told_once_however_often_and_by_whom_it_is_seen_and_once_more_when_it_is_over()
            throws Exception {
        Concerns first = server();
        Concerns second = server();
        wrong.add(lag("3 h"));
        first.run();
        second.run();
        wrong.set(0, lag("4 h"));
        first.run();
        assertThat(told())
                .containsExactly("Replication task copy lags behind: what has arrived is 3 h old, allowed is 2 h");

        wrong.clear();
        second.run();
        first.run();
        assertThat(told()).hasSize(2).last().isEqualTo("Replication task copy has caught up");

        wrong.add(lag("5 h"));
        first.run();
        assertThat(told()).hasSize(3);
    }

    @Test
    void a_new_stage_is_told_again_and_the_end_of_one_that_nobody_was_told_of_is_not() throws Exception {
        ObjectId root = ObjectId.root(lab.env("GUID"));
        Concerns concerns = server();
        for (String stage : List.of("30", "30", "7")) {
            wrong.clear();
            wrong.add(new Concern(
                    "certificate", stage, List.of(root), Notice.CERTIFICATE_EXPIRING, null, Map.of("date", stage)));
            concerns.run();
        }
        assertThat(told()).hasSize(2);
        assertThat(told().get(1)).contains("expires on 7");
        wrong.clear();
        concerns.run();
        assertThat(told()).as("nothing to tell at its end").hasSize(2);

        lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
        wrong.add(lag("3 h"));
        concerns.run();
        wrong.clear();
        concerns.run();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        concerns.run();
        assertThat(told()).as("it came and went while nobody could be told").hasSize(2);
        assertThat(new StoredToldConcerns(database).all()).isEmpty();
    }

    @Test
    void what_a_vcenter_missed_is_told_when_it_is_back_even_by_a_server_that_was_started_since() throws Exception {
        lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
        wrong.add(lag("3 h"));
        server().run();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        server().run();
        assertThat(told()).hasSize(1);

        lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
        wrong.clear();
        Concerns concerns = server();
        concerns.run();
        concerns.run();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        concerns.run();
        assertThat(told()).hasSize(2).last().isEqualTo("Replication task copy has caught up");
    }

    @Test
    void what_the_vcenter_refuses_for_good_is_not_tried_for_ever() throws Exception {
        lab.post("/deny", Map.of("privilege", "Global.LogEvent"));
        wrong.add(lag("3 h"));
        Concerns concerns = server();
        concerns.run();
        lab.control("DELETE", "/calls", Map.of());
        concerns.run();
        assertThat(lab.calls("PostEvent")).isZero();
    }

    @Test
    void a_vcenter_that_was_removed_here_leaves_nothing_behind() throws Exception {
        wrong.add(lag("3 h"));
        server().run();
        servers.remove("vc1");
        server().run();
        assertThat(new StoredToldConcerns(database).all()).isEmpty();
    }

    @Test
    void a_replication_that_lags_turns_the_alarm_of_its_datastore_red_and_its_next_success_green() throws Exception {
        StoredRuns runs = new StoredRuns(database);
        StoredReplicationTasks tasks = new StoredReplicationTasks(database);
        tasks.add(Tasks.watched("copy", new Source.OfDatastore(datastore()), List.of(), Duration.ofHours(2), true));
        Concerns concerns = new Concerns(
                List.of(new LagWatch(
                        tasks,
                        new ReplicationLag(runs, clock),
                        new WorkPlaces(new StillInventory(), servers, new StoredSnapshotTasks(database), tasks))),
                new StoredToldConcerns(database),
                vcenters.visibleWork(),
                servers,
                clock);
        concerns.run();
        assertThat(told()).isEmpty();
        KeptRuns.ended(runs, RunKind.REPLICATION, "copy", RunState.SUCCEEDED, clock.instant());
        clock.forward(Duration.ofHours(2).plusMinutes(1));
        concerns.run();
        assertThat(told())
                .containsExactly(
                        "Replication task Task copy lags behind: what has arrived is 2 h 1 min old, allowed is 2 h");
        assertThat(lab.alarm("Datastore Guard: replication lags behind")).contains("\"datastore-1001\":\"red\"");

        KeptRuns.ended(runs, RunKind.REPLICATION, "copy", RunState.SUCCEEDED, clock.instant());
        concerns.run();
        assertThat(told()).last().isEqualTo("Replication task Task copy has caught up");
        assertThat(lab.alarm("Datastore Guard: replication lags behind")).contains("\"datastore-1001\":\"green\"");
    }

    @Test
    void a_vm_snapshot_that_cannot_be_removed_is_told_on_its_vm_after_the_first_attempt() throws Exception {
        VmJournal journal = new StoredVmJournal(database);
        String vm = vcenters.vmSnapshots().on("vc1", datastore()).get(0).id();
        Concerns concerns = new Concerns(
                List.of(new VmSnapshotWatch(journal, servers, clock)),
                new StoredToldConcerns(database),
                vcenters.visibleWork(),
                servers,
                clock);
        VmJournal.Entry entry = new VmJournal.Entry(
                "e1",
                "node-1",
                new VmJournal.Vm("vc1", vm, "web01"),
                "run-1",
                null,
                clock.instant(),
                clock.instant(),
                0,
                null);
        journal.add(entry);
        concerns.run();
        assertThat(told()).as("the cleaner has not tried yet").isEmpty();
        journal.claim(entry, clock.instant().plusSeconds(60));
        journal.failed("e1", "no answer");
        concerns.run();
        concerns.run();
        assertThat(told())
                .containsExactly("The snapshot datastore-guard-e1 of virtual machine web01 could not be removed:"
                        + " no answer. It is tried again by itself");
        assertThat(lab.alarm("Datastore Guard: VM snapshot left over")).contains("\"" + vm + "\":\"yellow\"");
        journal.remove("e1");
        concerns.run();
        assertThat(told())
                .last()
                .isEqualTo("The left-over snapshot datastore-guard-e1 of virtual machine web01 is gone");
    }
}
