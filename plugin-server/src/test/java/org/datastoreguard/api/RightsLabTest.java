package org.datastoreguard.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.api.EndpointTable.Endpoint;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.datastoreguard.security.Role;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.LabVcenter;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaVcenters;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people may do whose privilege is at one datastore only, by the simulator's real answers: everything at that
 * datastore, nothing elsewhere, and no sign of what is elsewhere.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsLabTest {
    private static final Set<String> HOLDERS = Set.of("hostCard", "clusterCard");
    private static final String MINE = "datastore-1001";
    private static final String OTHERS = "datastore-1002";
    private static final String MADE_UP = "datastore-9999";

    private LabVcenter lab;
    private TestApi api;
    private final Map<Role, String> people = new EnumMap<>(Role.class);

    @BeforeAll
    void start(@TempDir Path state, @TempDir Path directory) throws Exception {
        lab = new LabVcenter(state, """
                {"datastores": [{"name": "mine", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/mine"},
                                {"name": "others", "type": "NFS", "remoteHost": "10.77.0.11", "remotePath": "/tank/others"}]}
                """);
        try (VijavaVcenters vcenters = new VijavaVcenters(lab.servers(), Clock.systemUTC())) {
            vcenters.register(
                    "vc1",
                    new PluginAddress("https://10.0.0.5:8443/plugin/plugin.json", "AB:".repeat(31) + "CD", "0.1.0.0"));
        }
        api = new TestApi(directory);
        VcenterServer server = lab.servers().all().get(0);
        api.vcenterServers.add(
                new VcenterServer(
                        "vc1", "lab", server.url(), server.username(), server.fingerprint(), lab.env("GUID"), 1),
                "unused");
        Bodies.machines(api);
        for (String moid : List.of(MINE, OTHERS)) {
            datastore(moid);
            protection(moid);
        }
        for (Role role : Role.values()) {
            people.put(role, person(role));
        }
    }

    @AfterAll
    void stop() throws Exception {
        api.close();
        lab.close();
    }

    private String urn(String moid) throws Exception {
        return "urn:vmomi:Datastore:" + moid + ":" + lab.env("GUID");
    }

    private void datastore(String moid) throws Exception {
        DatasetName dataset = new DatasetName("tank/" + moid);
        api.datastore(new MappedDatastore(
                new Datastore(
                        urn(moid),
                        "vc1",
                        "of " + moid,
                        new Datastore.Nfs(List.of("10.77.0.11"), "/tank/" + moid, "NFS"),
                        true,
                        1000,
                        400),
                new Mapping(Mapping.Status.MAPPED, null, "nas-1", dataset, DatasetType.FILESYSTEM, List.of(dataset))));
    }

    /** A task of each kind and a run; their ids are kept by the datastore's. */
    private final Map<String, Map<String, String>> objects = new java.util.HashMap<>();

    private void protection(String moid) throws Exception {
        String snapshots = made("/snapshot-tasks", snapshotTask("hourly " + moid, moid));
        String copies = made("/replication-tasks", replicationTask("copy " + moid, moid));
        String run = "run-of-" + moid;
        Instant now = api.clock.instant();
        api.runs.open(new Run(
                run,
                RunKind.SNAPSHOT,
                snapshots,
                "hourly",
                urn(moid),
                RunState.SUCCEEDED,
                null,
                RunTrigger.MANUAL,
                null,
                now,
                now,
                now,
                List.of(),
                0,
                0,
                null,
                List.of(),
                null,
                1,
                "node-1"));
        objects.put(
                moid,
                Map.of(
                        "DATASTORE", urn(moid),
                        "SNAPSHOT_TASK", snapshots,
                        "REPLICATION_TASK", copies,
                        "RUN", run));
    }

    private String of(String moid, String kind) {
        return requireNonNull(requireNonNull(objects.get(moid)).get(kind));
    }

    private String snapshotTask(String name, String moid) throws Exception {
        return Bodies.with(Bodies.snapshotTask(), "name", "\"" + name + "\"", "datastoreId", "\"" + urn(moid) + "\"");
    }

    private String replicationTask(String name, String moid) throws Exception {
        return Bodies.with(
                Bodies.without(Bodies.replicationTask(), "source"),
                "name",
                "\"" + name + "\"",
                "datastoreId",
                "\"" + urn(moid) + "\"",
                "remoteDataset",
                "\"backup/" + name.replace(' ', '-') + "\"",
                "trigger",
                "\"MANUAL\"");
    }

    private String made(String collection, String body) {
        Answer answer = api.post(collection, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    /** Somebody with one privilege, which is denied at the root and at the datastore of others. */
    private String person(Role role) throws Exception {
        String name = role.name().toLowerCase(java.util.Locale.ROOT) + "@vsphere.local";
        String privilege = "DatastoreGuard." + role.name().charAt(0)
                + role.name().substring(1).toLowerCase(java.util.Locale.ROOT);
        lab.post("/users", Map.of("name", name, "password", "secret", "privileges", List.of("System.View", privilege)));
        for (String entity : List.of("group-d1", OTHERS)) {
            lab.post("/deny", Map.of("privilege", privilege, "user", name, "entity", entity));
        }
        return lab.control("POST", "/sessions", Map.of("user", name))
                .path("token")
                .asText();
    }

    private Answer as(Role role, String method, String path, @Nullable String body) throws Exception {
        List<String> headers = new ArrayList<>(List.of(
                "vmware-api-session-id",
                String.valueOf(people.get(role)),
                "If-Match",
                "\"999\"",
                "Content-Type",
                "application/json"));
        return api.sendExactly(method, path, body, headers);
    }

    static Stream<Endpoint> endpoints() {
        return EndpointTable.all()
                .filter(e -> !e.path().equals("/sessions/current") && !e.path().equals("/sessions"));
    }

    private @Nullable String body(Endpoint endpoint) throws Exception {
        if (endpoint.method().equals("GET") || endpoint.method().equals("DELETE")) {
            return null;
        }
        return endpoint.path().equals("/visibility") ? "{\"objectIds\": [\"" + urn(MINE) + "\"]}" : "{}";
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void each_role_does_at_its_datastore_what_the_table_says_and_no_more(Endpoint endpoint) throws Exception {
        for (Role role : Role.values()) {
            String id = endpoint.isOfAnObject() ? of(MINE, endpoint.where().name()) : "nas-1";
            if (endpoint.path().endsWith("/events")) {
                continue;
            }
            Answer answer = as(role, endpoint.method(), endpoint.withIds(id), body(endpoint));
            boolean allowed = switch (endpoint.where()) {
                case OPEN, KNOWN, EACH -> true;
                case INSTALLATION -> false;
                case ANYWHERE, DATASTORE, SNAPSHOT_TASK, REPLICATION_TASK, RUN -> role.includes(endpoint.least());
            };
            if (allowed) {
                assertThat(answer.status()).as(role + ": " + answer.text()).isNotIn(401, 403, 404, 405, 500);
            } else {
                assertThat(answer.status()).as(role + ": " + answer.text()).isEqualTo(403);
            }
        }
    }

    static Stream<Endpoint> endpointsOfObjects() {
        return EndpointTable.all().filter(Endpoint::isOfAnObject);
    }

    @ParameterizedTest
    @MethodSource("endpointsOfObjects")
    void what_somebody_may_not_see_answers_as_if_it_did_not_exist(Endpoint endpoint) throws Exception {
        String denied = of(OTHERS, endpoint.where().name());
        String missing = endpoint.where().name().equals("DATASTORE") ? urn(MADE_UP) : "made-up";

        Answer one = as(Role.CONFIGURE, endpoint.method(), endpoint.withIds(denied), body(endpoint));
        Answer other = as(Role.CONFIGURE, endpoint.method(), endpoint.withIds(missing), body(endpoint));

        assertThat(one.status()).as(one.text()).isEqualTo(404);
        assertThat(withoutIncident(one)).isEqualTo(withoutIncident(other));
        assertThat(one.response().headers().map().keySet())
                .isEqualTo(other.response().headers().map().keySet());
    }

    private static ObjectNode withoutIncident(Answer answer) {
        return ((ObjectNode) answer.json()).without("incidentId");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({"/datastores", "/snapshot-tasks", "/replication-tasks", "/runs"})
    void lists_show_what_somebody_may_see_after_one_question(String collection) throws Exception {
        as(Role.VIEW, "GET", "/about", null);
        lab.control("DELETE", "/calls", Map.of());

        Answer list = as(Role.VIEW, "GET", collection, null);

        assertThat(list.json().path("items")).hasSize(1);
        assertThat(list.text()).contains(MINE).doesNotContain(OTHERS, "does not answer");
        assertThat(lab.calls("HasPrivilegeOnEntities")).isEqualTo(1);
        assertThat(lab.get("/calls").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void a_page_of_runs_is_full_though_others_lie_between() throws Exception {
        Answer page = api.sendExactly(
                "GET", "/runs?limit=1", null, List.of("vmware-api-session-id", String.valueOf(people.get(Role.VIEW))));
        assertThat(page.json().path("items")).hasSize(1);
        assertThat(page.json().has("nextCursor")
                        && !page.json().path("nextCursor").isNull())
                .isFalse();
    }

    @Test
    void nothing_is_protected_or_moved_to_where_the_right_is_missing() throws Exception {
        Answer denied = as(Role.CONFIGURE, "POST", "/snapshot-tasks", snapshotTask("x", OTHERS));
        Answer missing = as(Role.CONFIGURE, "POST", "/snapshot-tasks", snapshotTask("x", MADE_UP));
        assertThat(denied.status()).isEqualTo(422);
        assertThat(withoutIncident(denied)).isEqualTo(withoutIncident(missing));
        assertThat(as(Role.VIEW, "POST", "/snapshot-tasks", snapshotTask("x", MINE))
                        .status())
                .isEqualTo(403);

        Answer moved = api.sendExactly(
                "PATCH",
                "/snapshot-tasks/" + of(MINE, "SNAPSHOT_TASK"),
                "{\"datastoreId\": \"" + urn(OTHERS) + "\"}",
                List.of(
                        "vmware-api-session-id",
                        String.valueOf(people.get(Role.SNAPSHOT)),
                        "If-Match",
                        "*",
                        "Content-Type",
                        "application/json"));
        assertThat(moved.fields()).containsExactly("datastoreId");
        assertThat(as(Role.CONFIGURE, "POST", "/replication-tasks", Bodies.replicationTask())
                        .status())
                .as("datasets of a machine, rather than a datastore")
                .isEqualTo(403);
    }

    @Test
    void a_snapshot_task_of_others_cannot_be_bound() throws Exception {
        String body = Bodies.with(
                replicationTask("bound", MINE), "snapshotTaskIds", "[\"" + of(OTHERS, "SNAPSHOT_TASK") + "\"]");

        Answer refused = as(Role.REPLICATE, "POST", "/replication-tasks", body);

        assertThat(refused.errors()).containsExactly("snapshotTaskIds[0]: there is no such snapshot task");
    }

    @Test
    void the_vsphere_client_shows_each_role_its_parts_on_its_datastore_only() throws Exception {
        for (Role role : Role.values()) {
            as(role, "POST", "/visibility", "{\"objectIds\": [\"" + urn(MINE) + "\"], \"newMember\": 1}")
                    .json()
                    .path("dynamicItems")
                    .forEach(item -> assertThat(item.path("visible").asBoolean())
                            .as(role + " " + item)
                            .isEqualTo(!HOLDERS.contains(item.path("id").asText())
                                    && role.includes(requireNonNull(VisibilityResource.PARTS.get(
                                            item.path("id").asText())))));
            for (String moid : List.of(OTHERS, MADE_UP)) {
                assertThat(as(role, "POST", "/visibility", "{\"objectIds\": [\"" + urn(moid) + "\"]}")
                                .json()
                                .path("dynamicItems")
                                .findValuesAsText("visible"))
                        .hasSize(9)
                        .containsOnly("false");
            }
        }
    }

    @Test
    void machines_are_told_by_name_to_those_whose_datastores_lie_on_them_and_their_addresses_to_nobody_else()
            throws Exception {
        for (Role role : List.of(Role.VIEW, Role.SNAPSHOT)) {
            Answer list = as(role, "GET", "/nas-systems", null);
            assertThat(list.json().path("items").findValuesAsText("id"))
                    .as(role.name())
                    .containsExactly("nas-1");
            assertThat(list.text()).doesNotContain("host", "example.com", "publicKey", "user");
            Answer unseen = as(role, "GET", "/nas-systems/nas-2", null);
            Answer missing = as(role, "GET", "/nas-systems/" + MADE_UP, null);
            assertThat(unseen.status()).isEqualTo(404);
            assertThat(Bodies.without(unseen.text(), "incidentId"))
                    .isEqualTo(Bodies.without(missing.text(), "incidentId"));
        }
        Answer targets = as(Role.REPLICATE, "GET", "/nas-systems", null);
        assertThat(targets.json().path("items").findValuesAsText("id")).containsExactly("nas-1", "nas-2");
        assertThat(targets.text()).doesNotContain("host", "example.com", "publicKey", "user");
        assertThat(as(Role.REPLICATE, "GET", "/nas-systems/nas-2", null).json()).hasSize(2);
        assertThat(api.get("/nas-systems/nas-2").text())
                .as("the installation's")
                .contains("example.com");
    }

    @Test
    void a_target_that_is_taken_is_refused_without_naming_the_task_of_others() throws Exception {
        String target = "\"backup/taken\"";
        made(
                "/replication-tasks",
                Bodies.with(replicationTask("the secret of others", OTHERS), "remoteDataset", target));
        Answer refused = as(
                Role.REPLICATE,
                "POST",
                "/replication-tasks",
                Bodies.with(replicationTask("mine too", MINE), "remoteDataset", "\"backup/taken/inside\""));
        assertThat(refused.code()).isEqualTo("TARGET_OVERLAP");
        assertThat(refused.text()).contains("the target of another task").doesNotContain("secret", "backup/taken,");
    }

    @Test
    void a_host_or_cluster_shows_its_card_to_those_who_may_see_a_datastore_of_it() throws Exception {
        String guid = urn(MINE).substring(urn(MINE).lastIndexOf(':') + 1);
        for (String type : List.of("HostSystem:host-1", "ClusterComputeResource:domain-c1")) {
            String holder = "urn:vmomi:" + type + ":" + guid;
            api.vcenters.mounted.put(holder, Set.of(urn(MINE), urn(OTHERS)));
            assertThat(shown(holder)).as(type).containsExactlyInAnyOrderElementsOf(HOLDERS);
            assertThat(as(Role.VIEW, "GET", "/datastores?on=" + holder, "")
                            .json()
                            .path("items")
                            .findValuesAsText("id"))
                    .containsExactly(urn(MINE));

            api.vcenters.mounted.put(holder, Set.of(urn(OTHERS)));
            assertThat(shown(holder)).as(type + " of others").isEmpty();
            assertThat(as(Role.VIEW, "GET", "/datastores?on=" + holder, "")
                            .json()
                            .path("items"))
                    .isEmpty();
        }
        assertThat(shown("urn:vmomi:HostSystem:host-9:" + guid))
                .as("one that is not there")
                .isEmpty();
        assertThat(shown("urn:vmomi:HostSystem:host-1:00000000-0000-0000-0000-000000000000"))
                .isEmpty();
    }

    private Set<String> shown(String object) throws Exception {
        Set<String> shown = new HashSet<>();
        as(Role.VIEW, "POST", "/visibility", "{\"objectIds\": [\"" + object + "\"]}")
                .json()
                .path("dynamicItems")
                .forEach(item -> {
                    if (item.path("visible").asBoolean()) {
                        shown.add(item.path("id").asText());
                    }
                });
        return shown;
    }

    @Test
    void what_to_show_is_answered_in_less_than_a_tenth_of_a_second() throws Exception {
        String body = "{\"objectIds\": [\"" + urn(MINE) + "\"]}";
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            assertThat(as(Role.VIEW, "POST", "/visibility", body).status()).isEqualTo(200);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Duration median = times.stream().sorted().toList().get(times.size() / 2);
        assertThat(median).as(times.toString()).isLessThan(Duration.ofMillis(100));
    }
}
