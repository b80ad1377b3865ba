package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.cli.DatastoreGuard;
import org.datastoreguard.cli.Terminal;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.Role;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ways back through the API, on a real machine; the vCenter is played, and runs are opened but not performed. */
@LabTest
@Timeout(180)
class RestoresLabTest {
    private final Lab lab;
    private TestApi api;
    private DatasetName dataset;
    private String datastore;

    RestoresLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory, new CountedQuestions(lab.connections()));
        Bodies.machines(api);
        dataset = lab.nas1().filesystem();
        datastore = datastore("lab");
        lab.nas1()
                .shell("zfs snapshot " + dataset + "@a && echo more > /" + dataset + "/file && zfs snapshot " + dataset
                        + "@b");
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private String datastore(String name) {
        String id = "urn:vmomi:Datastore:datastore-" + UUID.randomUUID() + ":" + PlayedVcenters.UUID;
        api.datastore(new MappedDatastore(
                new Datastore(id, "vc-1", name, new Datastore.Nfs(List.of("x"), "/x", "NFS"), true, 1000, 400),
                new Mapping(
                        Mapping.Status.MAPPED, null, "nas1-guard", dataset, DatasetType.FILESYSTEM, List.of(dataset))));
        return id;
    }

    private String guid(String label) {
        return lab.nas1().shell("zfs get -Hp -o value guid " + dataset + "@" + label);
    }

    private String at(String label) {
        return "/datastores/" + datastore + "/snapshots/" + guid(label);
    }

    @Test
    void the_preview_tells_what_an_order_needs_and_the_order_opens_a_run() {
        Answer preview = api.get(at("a") + "/rollback");

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        JsonNode told = preview.json();
        assertThat(told.get("snapshot").asText()).isEqualTo(dataset + "@a");
        assertThat(told.get("dataset").asText()).isEqualTo(dataset.value());
        assertThat(told.at("/destroys/0/name").asText()).isEqualTo("b");
        assertThat(told.at("/destroys/0/guid").asText()).isEqualTo(guid("b"));
        assertThat(told.get("newestGuid").asText()).isEqualTo(guid("b"));
        assertThat(told.get("obstacles")).isEmpty();
        assertThat(api.get(at("b") + "/rollback").json().has("newestGuid")).isFalse();

        String body = "{\"confirm\":\"a\",\"newestGuid\":\"" + guid("b") + "\"}";
        Answer ordered = api.post(at("a") + "/rollback", body);
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        assertThat(ordered.json().get("kind").asText()).isEqualTo("RESTORE");
        assertThat(ordered.header("Location"))
                .isEqualTo("/api/v1/runs/" + ordered.json().get("id").asText());
        RestoreOrder order =
                api.restoreOrders.find(ordered.json().get("taskId").asText()).orElseThrow();
        assertThat(order.snapshot()).hasToString(dataset + "@a");
        assertThat(order.changes()).isEqualTo(dataset);
        assertThat(api.audit.list(Audit.Filter.ALL, 1, null).get(0).action()).isEqualTo("rollBack");
    }

    @Test
    void what_stands_against_it_is_said_before_a_run_is_opened() {
        String newest = "\"newestGuid\":\"" + guid("b") + "\"";

        Answer unconfirmed = api.post(at("a") + "/rollback", "{" + newest + "}");
        assertThat(unconfirmed.fields()).containsExactly("confirm");
        assertThat(unconfirmed.errors().get(0)).contains("@b", "cannot be undone");
        Answer unseen = api.post(at("a") + "/rollback", "{\"confirm\":\"a\",\"newestGuid\":null}");
        assertThat(unseen.status()).isEqualTo(412);
        assertThat(unseen.code()).isEqualTo("VERSION_CONFLICT");
        api.machines.put(datastore, List.of(new Vm("vm-1", "web01", Power.ON, false, true)));
        Answer running = api.post(at("a") + "/rollback", "{\"confirm\":\"a\"," + newest + "}");
        assertThat(running.status()).isEqualTo(409);
        assertThat(running.code()).isEqualTo("IN_USE");
        assertThat(running.json().get("detail").asText()).contains("VM_RUNNING", "web01", "lab");
        assertThat(api.get(at("a") + "/rollback").json().at("/obstacles/0/code").asText())
                .isEqualTo("VM_RUNNING");
        assertThat(api.get("/datastores/" + datastore + "/snapshots/1/rollback").status())
                .isEqualTo(404);
        assertThat(api.get("/runs").json().get("items")).isEmpty();
    }

    @Test
    void who_may_restore_one_datastore_does_not_take_another_one_back_with_it() {
        String one = "Bearer "
                + api.tokens
                        .create("one", Role.RESTORE, null, Set.of(datastore))
                        .secret();
        assertThat(api.send("GET", at("a") + "/rollback", null, "Authorization", one)
                        .status())
                .isEqualTo(200);
        String second = datastore("second");

        Answer refused = api.send("GET", at("a") + "/rollback", null, "Authorization", one);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).doesNotContain("second");
        String both = "Bearer "
                + api.tokens
                        .create("both", Role.RESTORE, null, Set.of(datastore, second))
                        .secret();
        Answer warned = api.send("GET", at("a") + "/rollback", null, "Authorization", both);
        assertThat(warned.json().at("/warnings/0/code").asText()).isEqualTo("OTHER_DATASTORES");
        assertThat(api.post(at("a") + "/rollback", "{\"confirm\":\"a\",\"newestGuid\":\"" + guid("b") + "\"}")
                        .json()
                        .get("detail")
                        .asText())
                .contains("force: true", "second");
    }

    @Test
    void a_clone_is_ordered_under_the_wanted_name_or_one_of_its_own() {
        Answer plain = api.post(at("a") + "/clone", "{}");
        assertThat(plain.status()).as(plain.text()).isEqualTo(202);
        assertThat(api.restoreOrders
                        .find(plain.json().get("taskId").asText())
                        .orElseThrow()
                        .changes())
                .hasToString(dataset + "-clone-a");
        assertThat(api.post(at("a") + "/clone", "{\"name\":\"" + dataset + "/copy\"}")
                        .status())
                .isEqualTo(202);
        assertThat(api.post(at("a") + "/clone", "{\"name\":\"" + dataset + "\"}")
                        .code())
                .isEqualTo("NAME_TAKEN");
        assertThat(api.post(at("a") + "/clone", "{\"name\":\"pond/x\"}").fields())
                .containsExactly("name");
    }

    @Test
    void the_command_line_shows_the_preview_and_says_what_stands_against_it(@TempDir Path directory) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), api.commandLine(directory), false);

        assertThat(DatastoreGuard.run(terminal, "snapshot", "rollback", "lab", "a"))
                .isZero();
        assertThat(out.toString()).contains("Back to " + dataset + "@a", "snapshot b of ");
        assertThat(DatastoreGuard.run(terminal, "snapshot", "rollback", "lab", "a", "--confirm", "b"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("confirm", "cannot be undone");
        assertThat(api.get("/runs").json().get("items")).isEmpty();
    }
}
