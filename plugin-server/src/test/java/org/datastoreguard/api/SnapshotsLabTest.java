package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.cli.DatastoreGuard;
import org.datastoreguard.cli.Terminal;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.security.Audit;
import org.datastoreguard.snapshot.VmResult;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The snapshots of a datastore through the API, on a real machine; only the vCenter is played. */
@LabTest
@Timeout(300)
class SnapshotsLabTest {
    private final Lab lab;
    private CountedQuestions machines;
    private TestApi api;
    private DatasetName dataset;
    private String snapshots;

    SnapshotsLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        machines = new CountedQuestions(lab.connections());
        api = new TestApi(directory, machines);
        Bodies.machines(api);
        dataset = lab.nas1().filesystem();
        snapshots = of("nas1-root", dataset, DatasetType.FILESYSTEM);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    /** The address of the snapshots of a new datastore on these datasets. */
    private String of(String nasSystemId, DatasetName on, DatasetType type) {
        return of(nasSystemId, on, type, List.of(on));
    }

    private String of(String nasSystemId, DatasetName on, DatasetType type, List<DatasetName> all) {
        String id = "urn:vmomi:Datastore:datastore-" + UUID.randomUUID() + ":" + PlayedVcenters.UUID;
        api.datastore(new MappedDatastore(
                new Datastore(id, "vc-1", "lab", new Datastore.Nfs(List.of("x"), "/x", "NFS"), true, 1000, 400),
                new Mapping(Mapping.Status.MAPPED, null, nasSystemId, on, type, all)));
        return "/datastores/" + id + "/snapshots";
    }

    private String shell(String command) {
        return lab.nas1().shell(command);
    }

    private static List<String> names(Answer page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return StreamSupport.stream(page.json().get("items").spliterator(), false)
                .map(item -> item.get("name").asText())
                .toList();
    }

    private String guid(String name) {
        return shell("zfs get -Hp -o value guid '" + dataset + "@" + name + "'");
    }

    private boolean exists(String name) {
        return shell("zfs list -H -d 1 -t snapshot -o name " + dataset)
                .lines()
                .anyMatch((dataset + "@" + name)::equals);
    }

    @Test
    void the_list_tells_of_each_snapshot_what_zfs_tells() {
        shell("zfs set org.datastoreguard:task=inherited " + dataset + " && zfs snapshot " + dataset + "@first"
                + " && head -c 3M /dev/urandom > /" + dataset + "/data && zfs snapshot -o org.datastoreguard:task=t-1 '"
                + dataset + "@with a space' && rm /" + dataset + "/data && zfs snapshot " + dataset + "@last"
                + " && zfs hold keep " + dataset + "@last && zfs hold 'two words' " + dataset + "@last");

        Answer list = api.get(snapshots);

        assertThat(names(list)).containsExactly("last", "with a space", "first");
        JsonNode last = list.json().at("/items/0");
        assertThat(last.get("holds")).extracting(JsonNode::asText).containsExactlyInAnyOrder("keep", "two words");
        assertThat(last.has("task")).isFalse();
        JsonNode middle = list.json().at("/items/1");
        assertThat(middle.get("task").asText()).isEqualTo("t-1");
        assertThat(middle.get("holds")).isEmpty();
        assertThat(middle.get("vmResults")).isEmpty();
        assertThat(middle.get("dataset").asText()).isEqualTo(dataset.value());
        List<String> said = shell("zfs get -Hp -o value guid,creation,used,referenced '" + dataset + "@with a space'")
                .lines()
                .toList();
        assertThat(middle.get("guid").asText()).isEqualTo(said.get(0));
        assertThat(middle.get("created").asText())
                .isEqualTo(Instant.ofEpochSecond(Long.parseLong(said.get(1))).toString());
        assertThat(middle.get("used").asLong())
                .isEqualTo(Long.parseLong(said.get(2)))
                .isGreaterThan(3_000_000);
        assertThat(middle.get("referenced").asLong()).isEqualTo(Long.parseLong(said.get(3)));
        assertThat(names(api.get(snapshots + "?name=last"))).containsExactly("last");
        assertThat(names(api.get(snapshots + "?name=las"))).isEmpty();
        assertThat(names(api.get(snapshots + "?nameContains=AS"))).containsExactly("last");
        assertThat(names(api.get(snapshots + "?nameContains=nothing"))).isEmpty();
        assertThat(api.get(snapshots + "/" + said.get(0)).json()).isEqualTo(middle);
        assertThat(api.get(snapshots + "/12345").status()).isEqualTo(404);
    }

    @Test
    void what_became_of_each_virtual_machine_is_shown_with_its_snapshot(@TempDir Path directory) throws Exception {
        shell("zfs snapshot " + dataset + "@plain && zfs snapshot " + dataset + "@consistent");
        List<VmResult> results = List.of(
                new VmResult("vm-1", "db01", VmResult.Outcome.CRASH_CONSISTENT, "the guest did not answer"),
                new VmResult("vm-2", "web01", VmResult.Outcome.CONSISTENT, null));
        api.vmResults.add("nas1-root", guid("consistent"), results);
        api.vmResults.add("another machine", guid("plain"), results);

        JsonNode newest = api.get(snapshots).json().at("/items/0");

        assertThat(newest.get("vmResults")).isEqualTo(Bodies.json("""
                        [{"vm":"db01","vmId":"vm-1","result":"CRASH_CONSISTENT","reason":"the guest did not answer"},
                         {"vm":"web01","vmId":"vm-2","result":"CONSISTENT"}]"""));
        assertThat(api.get(snapshots + "/" + guid("consistent")).json()).isEqualTo(newest);
        assertThat(api.get(snapshots).json().at("/items/1/vmResults")).isEmpty();
        Map<String, String> environment = api.commandLine(directory);
        assertThat(guard(environment, "snapshot", "list", "lab").out()).contains("1 CONSISTENT, 1 CRASH_CONSISTENT");
        assertThat(guard(environment, "snapshot", "show", "lab", "consistent").out())
                .contains("VM db01: CRASH_CONSISTENT (the guest did not answer)", "VM web01: CONSISTENT\n");
    }

    @Test
    void the_snapshots_of_datasets_below_are_not_its_own_and_a_volume_has_some_too() {
        shell("zfs create " + dataset + "/below && zfs snapshot -r " + dataset + "@tree");
        DatasetName volume = lab.nas1().volume(8);
        shell("zfs snapshot " + volume + "@of-volume");

        assertThat(names(api.get(snapshots))).containsExactly("tree");
        assertThat(names(api.get(of("nas1-root", volume, DatasetType.VOLUME)))).containsExactly("of-volume");
    }

    /** Enough for two batches of names within one page, which sudo must not swallow. */
    @Test
    void every_account_sees_all_pages_without_gap_and_only_a_page_is_asked_in_detail() {
        shell("i=0; while [ $i -lt 210 ]; do zfs snapshot " + dataset + "@s$i || exit; i=$((i+1)); done; zfs hold keep "
                + dataset + "@s0");
        for (String user : List.of("root", "guard", "guardsudo", "noisy")) {
            String path = of("nas1-" + user, dataset, DatasetType.FILESYSTEM);
            machines.namedSnapshots();

            Answer first = api.get(path + "?limit=205");
            assertThat(names(first)).as(user).isEqualTo(numbered(209, 5));
            assertThat(machines.namedSnapshots())
                    .containsExactlyElementsOf(numbered(209, 5).stream()
                            .map(name -> dataset + "@" + name)
                            .toList());

            Answer last = api.get(
                    path + "?limit=205&cursor=" + first.json().get("nextCursor").asText());
            assertThat(names(last)).as(user).isEqualTo(numbered(4, 0));
            assertThat(last.json().has("nextCursor")).isFalse();
            assertThat(machines.namedSnapshots()).hasSize(5 + 1).contains(dataset + "@s0");
            assertThat(last.json().at("/items/4/holds/0").asText()).isEqualTo("keep");
        }
    }

    @Test
    void a_datastore_on_two_pools_gets_one_snapshot_on_each_and_what_is_missing_on_one_is_said() {
        DatasetName first = lab.nas1().volume(8);
        DatasetName second = lab.nas1().reserve("pond");
        shell("zfs create -s -V 8M " + second);
        String path = of("nas1-guard", first, DatasetType.VOLUME, List.of(first, second));

        Answer taken = api.post(path, "{\"name\":\"both\"}");
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().findValuesAsText("dataset")).containsExactlyInAnyOrder(first.value(), second.value());
        assertThat(names(api.get(path))).containsExactly("both", "both");

        shell("zfs snapshot " + first + "@half");
        Answer half = api.post(path, "{\"name\":\"half\"}");
        assertThat(half.code()).isEqualTo("SNAPSHOT_NAME_TAKEN");
        assertThat(half.json().get("detail").asText())
                .contains("what was taken on another pool stays", second + "@half");
        assertThat(shell("zfs list -H -t snapshot -o name -d 1 " + second).lines())
                .containsExactly(second + "@both", second + "@half");
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(to, from)
                .mapToObj(i -> "s" + (from + to - i))
                .toList();
    }

    @Test
    void a_snapshot_is_taken_now_with_a_name_in_utc_or_the_wanted_one_and_is_written_down() {
        shell("zfs create " + dataset + "/below");

        Answer plain = api.post(snapshots, "{}");
        Answer named = api.post(snapshots, "{\"name\":\"before update\",\"recursive\":true}");

        assertThat(plain.status()).as(plain.text()).isEqualTo(201);
        String name = plain.json().at("/items/0/name").asText();
        assertThat(name).matches("manual-\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\dZ");
        assertThat(plain.json().at("/items/0/guid").asText()).isEqualTo(guid(name));
        assertThat(plain.header("Location")).isEqualTo("/api/v1" + snapshots + "/" + guid(name));
        assertThat(named.status()).isEqualTo(201);
        assertThat(shell("zfs list -H -r -t snapshot -o name " + dataset).lines())
                .containsExactlyInAnyOrder(
                        dataset + "@" + name, dataset + "@before update", dataset + "/below@before update");
        assertThat(names(api.get(snapshots))).containsExactly("before update", name);
        assertThat(api.audit.list(Audit.Filter.ALL, 1, null).get(0).action()).isEqualTo("takeSnapshot");
        assertThat(api.audit.list(Audit.Filter.ALL, 1, null).get(0).object()).endsWith("/" + guid("before update"));
    }

    @Test
    void a_name_that_is_in_use_below_leaves_everything_as_it_was() {
        shell("zfs create " + dataset + "/below && zfs snapshot " + dataset + "/below@mine");

        Answer answer = api.post(snapshots, "{\"name\":\"mine\",\"recursive\":true}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("SNAPSHOT_NAME_TAKEN");
        assertThat(exists("mine")).isFalse();
        assertThat(api.audit.list(Audit.Filter.ALL, 1, null).get(0).outcome()).isEqualTo("SNAPSHOT_NAME_TAKEN");
    }

    @Test
    void deleting_needs_the_name_says_what_is_lost_and_deletes_that_one_only() {
        shell("zfs create " + dataset + "/below && zfs snapshot -r " + dataset + "@a && zfs snapshot " + dataset
                + "@b");
        String path = snapshots + "/" + guid("a");

        for (String confirm : List.of("", "?confirm=b", "?confirm=" + dataset + "@a")) {
            Answer refused = api.delete(path + confirm);
            assertThat(refused.code()).isEqualTo("INVALID_FIELD");
            assertThat(refused.errors().get(0)).contains("confirm: ", dataset + "@a", "bytes", "cannot be undone");
            assertThat(exists("a")).isTrue();
        }
        assertThat(api.delete(path + "?confirm=a").status()).isEqualTo(204);

        assertThat(shell("zfs list -H -r -t snapshot -o name " + dataset).lines())
                .containsExactlyInAnyOrder(dataset + "@b", dataset + "/below@a");
        assertThat(api.delete(path + "?confirm=a").status()).isEqualTo(404);
        assertThat(api.audit.list(Audit.Filter.ALL, 2, null).get(1).action()).isEqualTo("deleteSnapshot");
        assertThat(api.audit.list(Audit.Filter.ALL, 2, null).get(1).outcome()).isEqualTo("204");
    }

    @Test
    void a_held_or_cloned_snapshot_stays_and_the_answer_names_what_keeps_it() {
        DatasetName clone = lab.nas1().reserve("tank");
        shell("zfs snapshot " + dataset + "@held && zfs hold legal " + dataset + "@held && zfs snapshot " + dataset
                + "@cloned && zfs clone " + dataset + "@cloned " + clone);

        Answer held = api.delete(snapshots + "/" + guid("held") + "?confirm=held&force=true");
        Answer cloned = api.delete(snapshots + "/" + guid("cloned") + "?confirm=cloned&force=true");

        assertThat(List.of(held.code(), cloned.code())).containsExactly("IN_USE", "IN_USE");
        assertThat(held.json().get("detail").asText()).contains("legal");
        assertThat(cloned.json().get("detail").asText()).contains(clone.value());
        assertThat(exists("held") && exists("cloned")).isTrue();
    }

    @Test
    void the_base_of_a_replication_is_shown_and_deleted_only_by_force() {
        String task = api.post("/replication-tasks", Bodies.replicationTask())
                .json()
                .get("id")
                .asText();
        shell("zfs snapshot " + dataset + "@old && zfs snapshot " + dataset + "@base && zfs snapshot " + dataset
                + "@new");
        String mark = dataset + "#datastore-guard-" + task + "-" + guid("base");
        shell("zfs bookmark " + dataset + "@base " + mark);

        JsonNode items = api.get(snapshots).json().get("items");
        assertThat(items.at("/0/replicatedTo")).isEmpty();
        assertThat(items.at("/1/replicatedTo/0/taskId").asText()).isEqualTo(task);
        assertThat(items.at("/1/replicatedTo/0/taskName").asText()).isEqualTo("to site two");
        assertThat(items.at("/1/replicatedTo/0/exact").asBoolean()).isTrue();
        assertThat(items.at("/2/replicatedTo/0/exact").asBoolean(true)).isFalse();

        String path = snapshots + "/" + guid("base") + "?confirm=base";
        Answer refused = api.delete(path);
        assertThat(refused.code()).isEqualTo("IN_USE");
        assertThat(refused.json().get("detail").asText()).contains("to site two", "force=true");
        assertThat(exists("base")).isTrue();
        assertThat(api.delete(path + "&force=true").status()).isEqualTo(204);
        assertThat(exists("base")).isFalse();
        assertThat(shell("zfs list -H -t bookmark -o name " + mark)).isEqualTo(mark);
        assertThat(api.delete(snapshots + "/" + guid("old") + "?confirm=old").status())
                .isEqualTo(204);
    }

    /** What a command line printed and how it ended. */
    private record Ended(int status, String out, String err) {}

    private static Ended guard(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment, false);
        int status = DatastoreGuard.run(terminal, arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    @Test
    void the_command_line_takes_lists_and_deletes(@TempDir Path directory) throws Exception {
        Map<String, String> environment = api.commandLine(directory);

        Ended taken = guard(environment, "snapshot", "take", "LAB", "--name", "before update", "--output", "json");
        assertThat(taken.status()).as(taken.err()).isZero();
        assertThat(TestApi.JSON.readTree(taken.out()).at("/0/guid").asText()).isEqualTo(guid("before update"));
        assertThat(guard(environment, "snapshot", "take", "lab").status()).isZero();
        shell("zfs hold keep '" + dataset + "@before update'");

        Ended list = guard(environment, "snapshot", "list", "lab");
        assertThat(list.out().lines()).hasSize(3).element(0).asString().startsWith("NAME");
        assertThat(list.out().lines().toList().get(2))
                .startsWith("before update")
                .contains("keep", dataset.value());
        assertThat(guard(environment, "snapshot", "list", "lab", "--limit", "1")
                        .out()
                        .lines())
                .hasSize(2);
        assertThat(guard(environment, "snapshot", "list", "lab", "--all").out()).isEqualTo(list.out());

        Ended unasked = guard(environment, "snapshot", "delete", "lab", "before update");
        assertThat(unasked.status()).isEqualTo(3);
        assertThat(unasked.err()).contains("--yes");
        Ended held = guard(environment, "snapshot", "delete", "lab", "before update", "--yes");
        assertThat(held.status()).isEqualTo(3);
        assertThat(held.err()).contains("IN_USE", "keep");
        assertThat(exists("before update")).isTrue();
        shell("zfs release keep '" + dataset + "@before update'");
        assertThat(guard(environment, "snapshot", "delete", "lab", guid("before update"), "--yes")
                        .out())
                .isEqualTo("Deleted " + dataset + "@before update\n");
        assertThat(exists("before update")).isFalse();
        assertThat(guard(environment, "snapshot", "delete", "lab", "before update", "--yes")
                        .err())
                .contains("NOT_FOUND");
    }

    @Test
    void a_dataset_that_is_gone_and_a_machine_that_is_down_answer_their_own_codes() {
        DatasetName never = lab.nas1().reserve("tank");
        String gone = of("nas1-root", never, DatasetType.FILESYSTEM);
        NasSystem root = lab.nas1().system("root");
        lab.systems()
                .put(new NasSystem(
                        "off", "off", "127.0.0.1", 1, "root", false, root.hostKey(), "ssh-ed25519 x", List.of(), 1));
        String off = of("off", dataset, DatasetType.FILESYSTEM);

        assertThat(api.get(gone).code()).isEqualTo("SOURCE_DATASET_MISSING");
        assertThat(api.post(gone, "{}").code()).isEqualTo("SOURCE_DATASET_MISSING");
        assertThat(api.get(off).code()).isEqualTo("NAS_UNREACHABLE");
        assertThat(api.post(off, "{}").code()).isEqualTo("NAS_UNREACHABLE");
        lab.systems().remove("off");
    }
}
