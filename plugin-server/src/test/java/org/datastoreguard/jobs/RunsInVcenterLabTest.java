package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredPostings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.vcenter.KnownVcenters;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Runs as the simulator's Recent Tasks and events show them. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunsInVcenterLabTest {
    private static final PluginAddress PLUGIN =
            new PluginAddress("https://10.0.0.5:8443/plugin/plugin.json", "AB:".repeat(31) + "CD", "0.1.0.0");

    private LabVcenter lab;
    private Database database;
    private StoredRuns runs;
    private StoredPostings postings;
    private VijavaVcenters vcenters;
    private RunsInVcenter view;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private StillInventory inventory = new StillInventory();
    private final List<String> cancelled = new ArrayList<>();
    /** The task's; the simulator keeps the events of earlier tests. */
    private String name = "nightly";

    private String task = "task-1";
    /** Whether runs are of a task that names datasets. */
    private boolean onDatasets;

    @BeforeAll
    void startLab(@TempDir Path state) throws Exception {
        lab = new LabVcenter(state, """
                {"datastores": [{"name": "vm-nfs", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/vm"}]}
                """);
    }

    @AfterAll
    void stopLab() throws Exception {
        lab.close();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        clock.set(Instant.now());
        cancelled.clear();
        name = "nightly";
        task = "task-1";
        inventory = new StillInventory();
        onDatasets = false;
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        runs = new StoredRuns(database);
        postings = new StoredPostings(database);
        KnownVcenters servers = lab.identified();
        vcenters = new VijavaVcenters(servers, Clock.systemUTC());
        vcenters.register("vc1", PLUGIN);
        view = new RunsInVcenter(
                runs,
                listener -> {
                    listeners.add(listener);
                    return () -> listeners.remove(listener);
                },
                postings,
                vcenters.visibleWork(),
                servers,
                new WorkPlaces(
                        inventory, servers, new StoredSnapshotTasks(database), new StoredReplicationTasks(database)),
                cancelled::add,
                clock,
                "node-1");
    }

    @AfterEach
    void stop() throws Exception {
        view.close();
        vcenters.close();
        database.close();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        lab.post("/reset", Map.of());
    }

    private String urn() throws Exception {
        return "urn:vmomi:Datastore:datastore-1001:" + lab.env("GUID");
    }

    private String opened(RunKind kind) throws Exception {
        String id = "run-" + UUID.randomUUID();
        runs.open(run(id, kind, RunState.RUNNING, 0, null, null));
        changed(id);
        return id;
    }

    private Run run(
            String id, RunKind kind, RunState state, long bytes, Run.@Nullable Failure failure, @Nullable Instant ended)
            throws Exception {
        Instant now = clock.instant();
        return new Run(
                id,
                kind,
                task,
                name,
                onDatasets ? null : urn(),
                state,
                null,
                RunTrigger.MANUAL,
                null,
                now,
                now,
                ended,
                List.of(),
                bytes,
                1000,
                null,
                state == RunState.SUCCEEDED_WITH_WARNINGS ? List.of("one was skipped") : List.of(),
                failure,
                1,
                "node-1");
    }

    /** A run of one of two tasks of the datastore, from begin to end. */
    private void ended(String task, RunState state) throws Exception {
        this.task = task;
        clock.set(clock.instant().plusSeconds(1));
        Run.Failure failure =
                state == RunState.FAILED ? new Run.Failure(ErrorCode.SOURCE_DATASET_MISSING, false, "gone", "") : null;
        ends(opened(RunKind.REPLICATION), RunKind.REPLICATION, state, failure);
    }

    /** The last word of the newest event's type, such as {@code replicationFailed}. */
    private String newestEvent() throws Exception {
        Matcher types = Pattern.compile("org\\.datastoreguard\\.plugin\\.event\\.(\\w+)")
                .matcher(events());
        return types.results().reduce((first, second) -> second).orElseThrow().group(1);
    }

    private void goesOn(String id, RunKind kind, long bytes) throws Exception {
        runs.save(run(id, kind, RunState.RUNNING, bytes, null, null));
        changed(id);
    }

    private void ends(String id, RunKind kind, RunState state, Run.@Nullable Failure failure) throws Exception {
        runs.save(run(id, kind, state, 1000, failure, clock.instant()));
        changed(id);
    }

    private void changed(String id) {
        listeners.forEach(listener -> listener.accept(id));
        view.run();
    }

    private List<JsonNode> tasks() throws Exception {
        List<JsonNode> own = new ArrayList<>();
        JsonNode answer = lab.get("/tasks");
        (answer.isArray() ? answer : answer.path("tasks")).forEach(own::add);
        return own.stream()
                .filter(task -> task.toString().contains("org.datastoreguard.plugin.task"))
                .toList();
    }

    private JsonNode newestTask() throws Exception {
        List<JsonNode> all = tasks();
        return all.get(all.size() - 1);
    }

    private String events() throws Exception {
        return lab.get("/events").toString();
    }

    @Test
    void the_success_of_one_task_does_not_take_back_what_another_one_of_its_datastore_complains_of() throws Exception {
        StoredReplicationTasks tasks = new StoredReplicationTasks(database);
        Source datastore = new Source.OfDatastore(urn());
        tasks.add(Tasks.watched("first", datastore, List.of(), null, true));
        tasks.add(Tasks.watched("second", datastore, List.of(), null, true));

        ended("first", RunState.FAILED);
        assertThat(newestEvent()).isEqualTo("replicationFailed");
        ended("second", RunState.SUCCEEDED);
        assertThat(newestEvent()).isEqualTo("replicationSucceededBeside");
        ended("second", RunState.SUCCEEDED_WITH_WARNINGS);
        assertThat(newestEvent()).isEqualTo("replicationWarningBeside");
        ended("first", RunState.SUCCEEDED);
        assertThat(newestEvent()).as("the other one's warning stays").isEqualTo("replicationSucceededBeside");
        ended("second", RunState.SUCCEEDED);
        assertThat(newestEvent()).isEqualTo("replicationSucceeded");

        ended("first", RunState.FAILED);
        tasks.remove("first");
        ended("second", RunState.SUCCEEDED);
        assertThat(newestEvent()).as("nobody complains any more").isEqualTo("replicationSucceeded");
    }

    @Test
    void a_run_is_a_task_on_its_datastore_with_progress_and_ends_with_an_event() throws Exception {
        String id = opened(RunKind.REPLICATION);
        assertThat(newestTask().toString())
                .contains("org.datastoreguard.plugin.task.replicate", "datastore-1001", "running");
        goesOn(id, RunKind.REPLICATION, 420);
        assertThat(newestTask().path("progress").asInt()).isEqualTo(42);

        ends(id, RunKind.REPLICATION, RunState.SUCCEEDED, null);

        assertThat(newestTask().path("state").asText()).isEqualTo("success");
        assertThat(events())
                .contains(
                        "org.datastoreguard.plugin.event.replicationStarted",
                        "Replication task nightly started",
                        "org.datastoreguard.plugin.event.replicationSucceeded",
                        "Replication task nightly succeeded");
        assertThat(postings.take("node-1", Instant.EPOCH)).isEmpty();
    }

    @Test
    void a_failure_is_told_with_its_reason_however_it_is_written() throws Exception {
        String id = opened(RunKind.SNAPSHOT);

        ends(
                id,
                RunKind.SNAPSHOT,
                RunState.FAILED,
                new Run.Failure(ErrorCode.NAS_UNREACHABLE, true, "no answer from <nas1> & co", null));

        assertThat(newestTask().path("state").asText()).isEqualTo("error");
        assertThat(lab.get("/events").findValuesAsText("message"))
                .contains("Snapshot task nightly failed: NAS_UNREACHABLE: no answer from <nas1> & co");
    }

    @Test
    void warnings_and_cancellations_have_events_of_their_own() throws Exception {
        ends(opened(RunKind.SNAPSHOT), RunKind.SNAPSHOT, RunState.SUCCEEDED_WITH_WARNINGS, null);
        assertThat(newestTask().path("state").asText()).isEqualTo("success");
        ends(opened(RunKind.REPLICATION), RunKind.REPLICATION, RunState.CANCELLED, null);
        assertThat(newestTask().path("state").asText()).isEqualTo("error");

        assertThat(lab.get("/events").findValuesAsText("message"))
                .contains(
                        "Snapshot task nightly succeeded with warnings: one was skipped",
                        "Replication task nightly was cancelled");
    }

    @Test
    void cancelling_the_task_in_vcenter_cancels_the_run() throws Exception {
        String id = opened(RunKind.REPLICATION);
        assertThat(cancelled).isEmpty();

        lab.cancelTask(newestTask().path("task").asText().replaceAll(".*:", ""));
        goesOn(id, RunKind.REPLICATION, 10);

        assertThat(cancelled).containsExactly(id);
    }

    @Test
    void what_a_vcenter_missed_while_it_was_down_is_posted_when_it_is_back() throws Exception {
        name = "missed";
        int before = tasks().size();
        lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
        String id = opened(RunKind.REPLICATION);
        ends(id, RunKind.REPLICATION, RunState.SUCCEEDED, null);
        assertThat(postings.take("node-1", Instant.EPOCH)).hasSize(1);

        lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
        clock.forward(Duration.ofMinutes(20));
        view.run();

        assertThat(events()).contains("Replication task missed succeeded").doesNotContain("missed started");
        assertThat(tasks()).hasSize(before);
        assertThat(postings.take("node-1", Instant.EPOCH)).isEmpty();
    }

    @Test
    void what_a_dead_server_left_unfinished_another_one_finishes() throws Exception {
        String id = opened(RunKind.REPLICATION);
        runs.save(run(id, RunKind.REPLICATION, RunState.SUCCEEDED, 1000, null, clock.instant()));
        view.close();

        clock.forward(Duration.ofMinutes(6));
        assertThat(postings.take("node-2", clock.instant().minus(Duration.ofMinutes(5))))
                .hasSize(1);
    }

    @Test
    void a_run_on_datasets_is_shown_on_each_datastore_that_lies_on_them_and_cannot_be_cancelled_there()
            throws Exception {
        onDatasets = true;
        name = "pool";
        lab.post(
                "/datastores",
                Map.of("name", "vm-two", "type", "NFS", "remoteHost", "10.77.0.11", "remotePath", "/tank/two"));
        String other = "urn:vmomi:Datastore:" + moid("vm-two") + ":" + lab.env("GUID");
        inventory.add("vc1", urn(), "nas1", "tank/vm");
        inventory.add("vc1", other, "nas1", "tank/two");
        new StoredReplicationTasks(database)
                .add(Tasks.watched(
                        "task-1",
                        new Source.OfDatasets("nas1", List.of(new DatasetName("tank"))),
                        List.of(),
                        null,
                        true));
        int before = tasks().size();

        String id = opened(RunKind.REPLICATION);
        assertThat(tasks().subList(before, tasks().size()))
                .extracting(task -> task.path("entity").asText())
                .containsExactlyInAnyOrder("datastore-1001", moid("vm-two"));
        String shown = newestTask().path("task").asText().replaceAll(".*:", "");
        assertThatThrownBy(() -> lab.cancelTask(shown)).hasStackTraceContaining("cannot be cancelled");
        goesOn(id, RunKind.REPLICATION, 500);
        assertThat(newestTask().path("progress").asInt()).isEqualTo(50);
        assertThat(tasks().get(before).path("progress").asInt()).isEqualTo(50);

        ends(
                id,
                RunKind.REPLICATION,
                RunState.FAILED,
                new Run.Failure(ErrorCode.TARGET_DIVERGED, false, "tank/secret has diverged", null));
        assertThat(lab.get("/events").findValuesAsText("message"))
                .contains("Replication task pool failed: TARGET_DIVERGED, see the run")
                .noneMatch(message -> message.contains("tank/secret"));
        assertThat(cancelled).isEmpty();
        assertThat(postings.take("node-1", Instant.EPOCH)).isEmpty();
    }

    private String moid(String datastore) throws Exception {
        for (JsonNode found : lab.get("/datastores")) {
            if (found.path("name").asText().equals(datastore)) {
                return found.path("moid").asText();
            }
        }
        throw new AssertionError("no datastore " + datastore + " in " + lab.get("/datastores"));
    }

    @Test
    void a_run_on_datasets_without_datastore_is_shown_at_the_root_folder_with_all_its_words() throws Exception {
        onDatasets = true;
        name = "homes";
        String id = opened(RunKind.SNAPSHOT);
        assertThat(newestTask().path("entity").asText()).startsWith("group-d");
        lab.cancelTask(newestTask().path("task").asText().replaceAll(".*:", ""));
        goesOn(id, RunKind.SNAPSHOT, 10);
        assertThat(cancelled).containsExactly(id);
        ends(
                id,
                RunKind.SNAPSHOT,
                RunState.FAILED,
                new Run.Failure(ErrorCode.NAS_UNREACHABLE, true, "nas1 does not answer", null));
        assertThat(lab.get("/events").findValuesAsText("message"))
                .contains("Snapshot task homes failed: NAS_UNREACHABLE: nas1 does not answer");
    }

    @Test
    void what_is_wrong_with_a_vcenter_is_said_once_with_what_to_do_and_that_it_is_well_again() throws Exception {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(RunsInVcenter.class);
        log.addAppender(said);
        said.start();
        try {
            vcenters.unregister("vc1");
            for (int i = 0; i < 3; i++) {
                ends(opened(RunKind.SNAPSHOT), RunKind.SNAPSHOT, RunState.SUCCEEDED, null);
            }
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement(STRING)
                    .contains("lab", "not registered", "datastore-guard vcenter register lab");
            said.list.clear();

            vcenters.register("vc1", PLUGIN);
            ends(opened(RunKind.SNAPSHOT), RunKind.SNAPSHOT, RunState.SUCCEEDED, null);
            ends(opened(RunKind.SNAPSHOT), RunKind.SNAPSHOT, RunState.SUCCEEDED, null);
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("vCenter lab shows again: runs as tasks");
            said.list.clear();

            lab.post("/disconnect", Map.of("mode", "503", "millis", 120_000));
            for (int i = 0; i < 3; i++) {
                opened(RunKind.SNAPSHOT);
                clock.forward(Duration.ofMinutes(1));
            }
            lab.post("/disconnect", Map.of("mode", "503", "millis", 0));
            view.run();
            assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2);
            assertThat(said.list.get(1).getFormattedMessage()).startsWith("vCenter lab answers again");
        } finally {
            log.detachAppender(said);
        }
    }

    @Test
    void without_the_privilege_nothing_is_shown_and_nothing_is_left_waiting() throws Exception {
        lab.post("/deny", Map.of("privilege", "Task.Create"));
        lab.post("/deny", Map.of("privilege", "Global.LogEvent"));
        String id = opened(RunKind.SNAPSHOT);

        ends(id, RunKind.SNAPSHOT, RunState.SUCCEEDED, null);

        assertThat(postings.take("node-1", Instant.EPOCH)).isEmpty();
    }
}
