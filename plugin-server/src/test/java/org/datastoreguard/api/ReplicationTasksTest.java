package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicationTasksTest {
    private static final String TASKS = "/replication-tasks";

    private static final String DESCRIBED = """
            {"hostname":"Far.example.com","port":2222,"user":"guard","sudo":true,
             "hostKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGrCZLFaCqlFRH9ZyD4YCLNtbGWdvWdTWGKuKCkDDhhF"}""";

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
    void a_new_task_is_answered_with_all_fields_filled_in() {
        Answer made = api.post(TASKS, Bodies.replicationTask());

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(Bodies.json(Bodies.without(made.text(), "id", "version"))).isEqualTo(Bodies.json("""
                {"name":"to site two","source":{"nasSystemId":"nas-1","datasets":["tank/vm"]},"snapshotTaskIds":[],
                 "includeSnapshots":"OWN","namingSchemas":[],"direction":"PUSH","transport":"DIRECT",
                 "remote":{"nasSystemId":"nas-2"},"remoteDataset":"backup/vm","recursive":false,"exclude":[],
                 "deleteStaleSnapshots":false,"compression":"OFF","limitKBps":0,"timeZone":"UTC","pauseAtEnd":false,
                 "trigger":"MANUAL","cipher":"STANDARD","includeProperties":false,"propertyOverrides":{},
                 "propertyExcludes":[],"raw":"AUTO","onDivergence":"FAIL","fromScratch":"REFUSE",
                 "targetRetention":{"policy":"NONE"},"holdPending":true,"retries":5,"stallTimeout":"PT5M",
                 "catchUp":true,"enabled":true}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remoteDataset   | \"backup/vm; reboot\"                    | remoteDataset",
                "remoteDataset   | \"-F\"                                   | remoteDataset",
                "remote          | {}                                       | remote.nasSystemId",
                "remote          | {\"nasSystemId\":\"nas-2\",\"user\":\"root\"} | remote.user",
                "remote          | {\"nasSystemId\":\"nas-2\",\"hostKey\":\"x\"} | remote.hostKey",
                "remote          | {\"nasSystemId\":\"nas-2\",\"sudo\":true} | remote.sudo",
                "remote          | {\"hostname\":\"-oProxyCommand=x\"} | remote.hostname",
                "remote          | {\"hostname\":\"far\",\"port\":0} | remote.port",
                "remote          | {\"hostname\":\"far\",\"user\":\"a b\"} | remote.user",
                "remote          | {\"hostname\":\"far\",\"hostKey\":\"x\"} | remote.hostKey",
                "remote          | {\"nasSystemId\":\"nas-7\"}              | remote.nasSystemId",
                "remote          | {\"nasSystemId\":\"nas-2\",\"hostname\":\"-oProxyCommand=x\"} | remote.hostname",
                "remote          | {\"nasSystemId\":\"nas-2\",\"hostname\":\"a b\"} | remote.hostname",
                "remote          | {\"nasSystemId\":\"nas-2\",\"port\":0}   | remote.port",
                "remote          | {\"nasSystemId\":\"nas-2\",\"port\":65536} | remote.port",
                "remote          | {\"nasSystemId\":\"nas-2\",\"port\":\"22\"} | remote.port",
                "limitKBps       | -1                                       | limitKBps",
                "limitKBps       | 1.5                                      | limitKBps",
                "limitKBps       | 9223372036854775807                      | limitKBps",
                "retries         | 101                                      | retries",
                "stallTimeout    | \"PT1S\"                                 | stallTimeout",
                "stallTimeout    | \"soon\"                                 | stallTimeout",
                "allowedLag      | \"PT30S\"                                | allowedLag",
                "allowedLag      | \"P400D\"                                | allowedLag",
                "allowedLag      | \"-PT1H\"                                | allowedLag",
                "allowedLag      | \"a day\"                                | allowedLag",
                "schedule        | {\"minute\":\"0\",\"hour\":\"25\"}       | schedule.hour",
                "trigger         | \"SCHEDULE\"                             | schedule",
                "trigger         | \"AFTER_SNAPSHOT\"                       | snapshotTaskIds",
                "snapshotTaskIds | [\"gone\"]                               | snapshotTaskIds[0]",
                "includeSnapshots| \"NAMING_SCHEMAS\"                       | namingSchemas",
                "namingSchemas   | [\"x\"]                                  | namingSchemas[0]",
                "targetRetention | {\"policy\":\"CUSTOM\"}                  | targetRetention.lifetime",
                "propertyExcludes| [\"-o\"]                                 | propertyExcludes[0]",
                "source          | {\"nasSystemId\":\"nas-1\",\"datasets\":[]} | source.datasets",
                "source          | {\"nasSystemId\":\"nas-1\",\"datasets\":[\"a\",\"a\"]} | source.datasets[1]",
                "source          | {\"nasSystemId\":\"nas-1\",\"dataset\":\"a\"} | source.dataset",
                "compression     | \"LZ77\"                                 | compression",
            })
    void a_bad_value_is_refused_by_its_field(String member, String value, String field) {
        Answer refused = api.post(TASKS, Bodies.with(Bodies.replicationTask(), member, value));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.fields()).contains(field);
        assertThat(api.replicationTasks.all()).isEmpty();
    }

    @Test
    void a_pause_at_the_end_needs_a_window_that_has_one() {
        String pausing = Bodies.with(Bodies.replicationTask(), "pauseAtEnd", "true");

        assertThat(api.post(TASKS, pausing).fields()).containsExactly("pauseAtEnd");
        assertThat(api.post(TASKS, Bodies.with(pausing, "begin", "\"22:00\"", "end", "\"06:00\""))
                        .json()
                        .get("pauseAtEnd")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "propertyOverrides | {\"readonly\":\"off\"}         | propertyOverrides.readonly",
                "propertyOverrides | {\"canmount\":\"on\"}          | propertyOverrides.canmount",
                "propertyOverrides | {\"org.datastoreguard:task\":\"x\"} | propertyOverrides.org.datastoreguard:task",
                "propertyOverrides | {\"keylocation\":\"file:///x\"} | propertyOverrides.keylocation",
                "propertyOverrides | {\"compression\":\"\"}         | propertyOverrides.compression",
                "propertyOverrides | {\"a:b\":\"x\\ty\"}           | propertyOverrides.a:b",
                "propertyExcludes  | [\"atime\"]                    | propertyExcludes",
            })
    void a_property_that_would_open_a_target_or_break_a_receive_is_refused(String member, String value, String field) {
        Answer refused = api.post(TASKS, Bodies.with(Bodies.replicationTask(), member, value));

        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        assertThat(refused.fields()).containsExactly(field);
    }

    @Test
    void an_own_lifetime_on_the_target_and_that_of_the_source_exclude_each_other() {
        String lifetime = "{\"policy\":\"CUSTOM\",\"lifetime\":{\"value\":1,\"unit\":\"DAY\"}}";
        Answer refused = api.post(
                TASKS,
                Bodies.with(Bodies.replicationTask(), "deleteStaleSnapshots", "true", "targetRetention", lifetime));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.fields()).containsExactly("deleteStaleSnapshots");

        Answer saved = api.post(TASKS, Bodies.with(Bodies.replicationTask(), "targetRetention", lifetime));
        assertThat(saved.status()).isEqualTo(201);
    }

    @Test
    void two_tasks_may_not_write_into_the_same_target() {
        api.post(TASKS, Bodies.replicationTask());

        Answer refused = api.post(
                TASKS,
                Bodies.with(Bodies.replicationTask(), "name", "\"another\"", "remoteDataset", "\"backup/vm/inside\""));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("TARGET_OVERLAP");
        assertThat(refused.json().get("detail").asText()).contains("to site two");
    }

    @Test
    void a_datastore_is_not_replicated_into_itself() {
        Answer refused = api.post(
                TASKS,
                Bodies.with(
                        Bodies.without(Bodies.replicationTask(), "source"),
                        "datastoreId",
                        "\"" + Bodies.DATASTORE + "\"",
                        "remote",
                        "{\"nasSystemId\":\"nas-1\"}",
                        "remoteDataset",
                        "\"tank/vm/copy\""));

        assertThat(refused.code()).isEqualTo("TARGET_OVERLAP");
    }

    @Test
    void a_bound_snapshot_task_must_cover_the_source() {
        String elsewhere = snapshotTask("elsewhere", "tank/other", false);
        String flat = snapshotTask("flat", "tank/vm", false);
        String whole = snapshotTask("whole", "tank", true);

        Answer other = api.post(TASKS, bound(elsewhere));
        Answer notRecursive = api.post(TASKS, Bodies.with(bound(flat), "recursive", "true"));
        Answer covered = api.post(TASKS, Bodies.with(bound(whole), "recursive", "true"));

        assertThat(other.errors().get(0)).contains("snapshotTaskIds[0]", "elsewhere");
        assertThat(notRecursive.errors().get(0)).contains("not recursive");
        assertThat(covered.status()).as(covered.text()).isEqualTo(201);
        assertThat(covered.json().get("trigger").asText()).isEqualTo("AFTER_SNAPSHOT");
    }

    private String snapshotTask(String name, String dataset, boolean recursive) {
        return api.post("/snapshot-tasks", """
                        {"name":"%s","source":{"nasSystemId":"nas-1","dataset":"%s"},"recursive":%s,"interval":"PT5M"}""".formatted(name, dataset, recursive))
                .json()
                .get("id")
                .asText();
    }

    private static String bound(String snapshotTask) {
        return Bodies.with(Bodies.replicationTask(), "snapshotTaskIds", "[\"" + snapshotTask + "\"]");
    }

    @Test
    void changing_the_trigger_needs_both_members_in_one_patch() {
        Answer made = api.post(TASKS, Bodies.replicationTask());
        String path = TASKS + "/" + made.json().get("id").asText();

        Answer half = api.patch(path, "{\"trigger\":\"SCHEDULE\"}", "If-Match", "\"1\"");
        Answer whole = api.patch(path, "{\"trigger\":\"SCHEDULE\",\"schedule\":{\"hour\":\"3\"}}", "If-Match", "\"1\"");

        assertThat(half.fields()).containsExactly("schedule");
        assertThat(whole.status()).as(whole.text()).isEqualTo(200);
        assertThat(whole.json().at("/schedule/minute").asText()).isEqualTo("0");
    }

    @Test
    void a_local_task_refuses_what_it_would_ignore() {
        String local = Bodies.with(
                Bodies.replicationTask(), "transport", "\"LOCAL\"", "compression", "\"LZ4\"", "cipher", "\"FAST\"");

        Answer refused = api.post(TASKS, local);
        Answer onItself = api.post(
                TASKS,
                Bodies.with(
                        Bodies.replicationTask(),
                        "transport",
                        "\"LOCAL\"",
                        "remote",
                        "{\"nasSystemId\":\"nas-1\"}",
                        "remoteDataset",
                        "\"tank/vm/copy\""));
        Answer made = api.post(
                TASKS,
                Bodies.with(
                        Bodies.replicationTask(), "transport", "\"LOCAL\"", "remote", "{\"nasSystemId\":\"nas-1\"}"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        assertThat(refused.fields()).containsExactlyInAnyOrder("remote.nasSystemId", "compression", "cipher");
        assertThat(onItself.code()).isEqualTo("TARGET_OVERLAP");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    @Test
    void a_machine_that_is_down_does_not_keep_a_compressed_task_from_being_saved() {
        Answer made = api.post(
                TASKS,
                Bodies.with(
                        Bodies.replicationTask(),
                        "compression",
                        "\"PIGZ\"",
                        "limitKBps",
                        "100",
                        "direction",
                        "\"PULL\""));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    @Test
    void a_machine_that_is_described_in_the_task_becomes_a_nas_system_and_is_the_same_one_the_next_time() {
        Answer made = api.post(TASKS, Bodies.with(Bodies.replicationTask(), "remote", DESCRIBED));
        Answer second = api.post(
                TASKS,
                Bodies.with(
                        Bodies.replicationTask(),
                        "name",
                        "\"second\"",
                        "remoteDataset",
                        "\"backup/other\"",
                        "remote",
                        DESCRIBED));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(second.status()).as(second.text()).isEqualTo(201);
        assertThat(second.json().at("/remote")).isEqualTo(made.json().at("/remote"));
        NasSystem added = api.nasSystems
                .find(made.json().at("/remote/nasSystemId").asText())
                .orElseThrow();
        assertThat(added.name()).isEqualTo("far.example.com");
        assertThat(added.port()).isEqualTo(2222);
        assertThat(added.user()).isEqualTo("guard");
        assertThat(added.sudo()).isTrue();
        assertThat(added.publicKey()).startsWith("ssh-");
        assertThat(api.nasSystems.all()).hasSize(3);
    }

    @Test
    void a_task_can_be_moved_to_a_machine_that_is_described_in_the_change() {
        Answer made = api.post(TASKS, Bodies.replicationTask());

        Answer moved = api.patch(
                TASKS + "/" + made.json().at("/id").asText(),
                "{\"remote\":" + Bodies.with(DESCRIBED, "nasSystemId", "null") + "}",
                "If-Match",
                "\"1\"");

        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.json().at("/remote/nasSystemId").asText()).isNotEqualTo("nas-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostKey     | \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBtSBq1zJ6HHvDHcDtZRIZ0b5YFQpRYJnuJ4E7SV7nAZ\" | remote.hostKey",
                "sudo        | false             | remote.sudo",
            })
    void a_description_that_differs_from_what_is_pinned_changes_nothing(String member, String value, String field) {
        api.post(TASKS, Bodies.with(Bodies.replicationTask(), "remote", DESCRIBED));

        Answer refused = api.post(
                TASKS,
                Bodies.with(
                        Bodies.replicationTask(), "name", "\"x\"", "remote", Bodies.with(DESCRIBED, member, value)));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(refused.text()).contains("far.example.com");
        assertThat(api.nasSystems.all()).hasSize(3);
    }

    @Test
    void a_machine_is_not_added_for_a_task_that_is_not_saved() {
        Answer broken = api.post(
                TASKS, Bodies.with(Bodies.replicationTask(), "remote", DESCRIBED, "snapshotTaskIds", "[\"gone\"]"));
        Answer worse = api.post(TASKS, Bodies.with(Bodies.replicationTask(), "remote", DESCRIBED, "retries", "1000"));

        assertThat(broken.json().at("/errors/0/field").asText()).isEqualTo("snapshotTaskIds[0]");
        assertThat(worse.json().at("/errors/0/field").asText()).isEqualTo("retries");
        assertThat(api.nasSystems.all()).hasSize(2);
    }

    @Test
    void only_who_may_configure_adds_a_machine_by_describing_it() {
        String replicator = "Bearer " + api.token("replicator", Role.REPLICATE);
        String task = Bodies.with(Bodies.replicationTask(), "remote", DESCRIBED);

        Answer refused = api.post(TASKS, task, "Authorization", replicator);
        api.post(TASKS, Bodies.with(task, "name", "\"first\"", "remoteDataset", "\"backup/first\""));
        Answer known = api.post(TASKS, task, "Authorization", replicator);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(known.status()).as(known.text()).isEqualTo(201);
    }

    @Test
    void a_described_machine_without_a_host_key_is_asked_for_the_keys_it_offers() {
        Answer refused = api.post(
                TASKS, Bodies.with(Bodies.replicationTask(), "remote", "{\"hostname\":\"127.0.0.1\",\"port\":9}"));

        assertThat(refused.code()).isEqualTo("NAS_UNREACHABLE");
        assertThat(api.nasSystems.all()).hasSize(2);
    }

    @Test
    void rsync_tasks_say_that_they_are_not_there_yet() {
        Answer refused = api.get("/rsync-tasks");

        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.code()).isEqualTo("NOT_YET_SUPPORTED");
    }
}
