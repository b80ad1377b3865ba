package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.vcenter.VcenterServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatastoresTest {
    private TestApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
        Bodies.machines(api);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void the_list_says_which_dataset_stands_behind_each_or_why_none_and_what_did_not_answer() {
        Answer list = api.get("/datastores");

        assertThat(list.json().at("/items/0/name").asText()).isEqualTo("local");
        assertThat(list.json().at("/items/0/mapping/status").asText()).isEqualTo("UNMAPPED");
        assertThat(list.json().at("/items/0/mapping/reason").asText()).contains("own disk");
        assertThat(list.json().at("/items/1/mapping/dataset").asText()).isEqualTo("tank/vm");
        assertThat(list.json().at("/items/1/mapping/datasetType").asText()).isEqualTo("FILESYSTEM");
        assertThat(list.json().at("/items/1/backing/type").asText()).isEqualTo("NFS");
        assertThat(list.json().at("/problems/nas-9").asText()).isEqualTo("does not answer");
    }

    @Test
    void only_the_datastores_of_a_host_or_cluster_are_listed_on_request() {
        String host = "urn:vmomi:HostSystem:host-1:" + PlayedVcenters.UUID;
        String cluster = "urn:vmomi:ClusterComputeResource:domain-c8:" + PlayedVcenters.UUID;
        api.vcenterServers.add(
                new VcenterServer(
                        "vc-1",
                        "lab",
                        URI.create("https://vc/sdk"),
                        "u",
                        PlayedVcenters.FINGERPRINT,
                        PlayedVcenters.UUID,
                        1),
                "secret");
        api.vcenters.mounted.put(host, Set.of(Bodies.LOCAL_DATASTORE));
        api.vcenters.mounted.put(cluster, Set.of(Bodies.LOCAL_DATASTORE, Bodies.DATASTORE, "urn:of-another"));

        assertThat(api.get("/datastores?on=" + host).json().path("items").findValuesAsText("name"))
                .contains("local")
                .doesNotContain("vm-nfs");
        assertThat(api.get("/datastores?limit=1&on=" + cluster).json().path("items"))
                .hasSize(1);
        assertThat(api.get("/datastores?on=" + cluster).json().path("items")).hasSize(2);
        assertThat(api.get("/datastores?on=" + host.replace("host-1", "host-2"))
                        .json()
                        .path("items"))
                .isEmpty();
        for (String wrong : List.of("host-1", Bodies.DATASTORE, "urn:vmomi:HostSystem:a%3Cb:" + PlayedVcenters.UUID)) {
            assertThat(api.get("/datastores?on=" + wrong).errors())
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("on: ");
        }
    }

    @Test
    void a_datastore_shows_its_tasks_and_how_far_its_copy_lags_behind() {
        String snapshots = id(api.post("/snapshot-tasks", Bodies.snapshotTask()));
        String replication = id(api.post("/replication-tasks", Bodies.replicationTask()));
        String run = id(api.post("/replication-tasks/" + replication + "/run", ""));
        api.jobs.end(run, RunState.SUCCEEDED);

        Answer read = api.get("/datastores/" + Bodies.DATASTORE);

        assertThat(read.json().at("/protection/snapshotTaskIds/0").asText()).isEqualTo(snapshots);
        assertThat(read.json().at("/protection/replicationTaskIds/0").asText()).isEqualTo(replication);
        assertThat(read.json().at("/protection/lagSeconds").asLong()).isBetween(10L, 60L);
        assertThat(read.json().at("/protection").has("lastSnapshotAt")).isFalse();
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json().get("id").asText();
    }

    @Test
    void a_refresh_asks_the_machines_again() {
        assertThat(api.post("/datastores/refresh", "{}").json().get("items")).hasSize(2);
        assertThat(api.inventory.refreshes).isEqualTo(1);
    }

    @Test
    void an_unknown_datastore_is_not_found() {
        assertThat(api.get("/datastores/urn:vmomi:Datastore:x:y").status()).isEqualTo(404);
    }
}
