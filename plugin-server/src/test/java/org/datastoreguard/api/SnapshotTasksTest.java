package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.jobs.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTasksTest {
    private static final String TASKS = "/snapshot-tasks";

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
    void a_new_task_is_answered_with_its_defaults_its_address_and_its_version_and_is_scheduled() {
        Answer made = api.post(TASKS, Bodies.snapshotTask());

        String id = made.json().get("id").asText();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/snapshot-tasks/" + id);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.json().get("namingSchema").asText()).isEqualTo("auto-%Y-%m-%d_%H-%MZ");
        assertThat(made.json().get("allowEmpty").asBoolean()).isTrue();
        assertThat(made.json().get("recursive").asBoolean()).isFalse();
        assertThat(made.json().get("enabled").asBoolean()).isTrue();
        assertThat(api.get(TASKS + "/" + id).json()).isEqualTo(made.json());
        assertThat(api.jobs.changed).containsExactly("SNAPSHOT " + id);
    }

    @Test
    void a_task_of_a_dataset_with_cron_fields_a_window_and_excludes_comes_back_as_it_was_sent() {
        String sent = """
                {"name":"nightly","source":{"nasSystemId":"nas-1","dataset":"tank/vm"},"recursive":true,
                 "exclude":["tank/vm/scratch"],
                 "schedule":{"minute":"*/15","hour":"*","dayOfMonth":"*","month":"*","dayOfWeek":"MON-FRI"},
                 "begin":"22:00","end":"06:00","timeZone":"America/New_York","namingSchema":"n-%Y%m%d%H%M",
                 "allowEmpty":true,"vmConsistent":false,"onVmFailure":"FAIL","catchUp":false,"enabled":false}""";

        Answer made = api.post(TASKS, sent);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(Bodies.json(Bodies.without(made.text(), "id", "version"))).isEqualTo(Bodies.json(sent));
    }

    @Test
    void every_broken_rule_is_listed_at_once_and_nothing_is_kept() {
        Answer refused = api.post(
                TASKS,
                Bodies.with(
                        Bodies.without(Bodies.snapshotTask(), "name"),
                        "begin",
                        "\"25:00\"",
                        "timeZone",
                        "\"Mars/Olympus\"",
                        "recursive",
                        "\"yes\"",
                        "naimingSchema",
                        "\"x\""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.code()).isEqualTo("UNKNOWN_FIELD");
        assertThat(refused.fields())
                .containsExactlyInAnyOrder("naimingSchema", "recursive", "name", "timeZone", "begin");
        assertThat(refused.json().get("incidentId").asText()).isNotBlank();
        assertThat(api.snapshotTasks.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name         | \"x; rm -rf /\"             | name",
                "name         | \"$(reboot)\"               | name",
                "name         | \"-o\"                      | name",
                "name         | \"two\\nlines\"             | name",
                "name         | \"\"                        | name",
                "name         | 7                           | name",
                "interval     | \"PT0S\"                    | interval",
                "interval     | \"PT90S\"                   | interval",
                "interval     | \"five minutes\"            | interval",
                "interval     | \"PT-5M\"                   | interval",
                "weekdays     | [\"FUNDAY\"]                | weekdays[0]",
                "weekdays     | []                          | weekdays",
                "namingSchema | \"auto-%Y\"                 | namingSchema",
                "namingSchema | \"%Y%m%d%H%M@x\"            | namingSchema",
                "timeZone     | \"+02:00\"                  | timeZone",
                "exclude      | [\"tank/vm/a\"]             | exclude",
                "lifetime     | {\"value\":0,\"unit\":\"DAY\"} | lifetime.value",
                "lifetime     | {\"value\":1,\"unit\":\"EON\"} | lifetime.unit",
                "onVmFailure  | \"PANIC\"                   | onVmFailure",
                "id           | \"mine\"                    | id",
                "begin        | \"10:00\"                   | end",
                "datastoreId  | \"urn:vmomi:Datastore:x:y;z\" | datastoreId",
            })
    void a_bad_value_is_refused_by_its_field(String member, String value, String field) {
        Answer refused = api.post(TASKS, Bodies.with(Bodies.snapshotTask(), member, value));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        assertThat(refused.fields()).contains(field);
        assertThat(api.snapshotTasks.all()).isEmpty();
    }

    @Test
    void begin_equal_to_end_is_refused_with_the_way_to_say_all_day() {
        Answer refused = api.post(TASKS, Bodies.with(Bodies.snapshotTask(), "begin", "\"08:00\"", "end", "\"08:00\""));

        assertThat(refused.fields()).contains("begin", "end");
        assertThat(refused.json().get("detail").asText()).contains("all day");
    }

    @Test
    void a_cron_field_that_cron_cannot_read_is_named() {
        String body = Bodies.with(
                Bodies.without(Bodies.snapshotTask(), "interval"), "schedule", "{\"minute\":\"61\",\"hour\":\"x\"}");

        assertThat(api.post(TASKS, body).fields()).containsExactly("schedule.minute", "schedule.hour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tank/vm; zfs destroy tank",
                "$(id)",
                "-o",
                "tank/../x",
                "tank/vm@snap",
                "tank/vm\\n",
                "/tank",
                "tank//vm"
            })
    void a_dataset_name_that_breaks_the_zfs_grammar_is_refused(String dataset) {
        String body = Bodies.with(
                Bodies.without(Bodies.snapshotTask(), "datastoreId"),
                "source",
                "{\"nasSystemId\":\"nas-1\",\"dataset\":\"" + dataset + "\"}");

        Answer refused = api.post(TASKS, body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.fields()).containsExactly("source.dataset");
    }

    @Test
    void a_datastore_that_is_not_on_a_nas_is_refused_with_the_reason() {
        Answer refused = api.post(
                TASKS, Bodies.with(Bodies.snapshotTask(), "datastoreId", "\"" + Bodies.LOCAL_DATASTORE + "\""));

        assertThat(refused.code()).isEqualTo("DATASTORE_UNMAPPED");
        assertThat(refused.errors().get(0)).contains("a host's own disk");
    }

    @Test
    void a_datastore_or_a_nas_that_nobody_knows_is_refused() {
        String unknown = "urn:vmomi:Datastore:datastore-99:" + PlayedVcenters.UUID;

        assertThat(api.post(TASKS, Bodies.with(Bodies.snapshotTask(), "datastoreId", "\"" + unknown + "\""))
                        .fields())
                .containsExactly("datastoreId");
        assertThat(api.post(
                                TASKS,
                                Bodies.with(
                                        Bodies.without(Bodies.snapshotTask(), "datastoreId"),
                                        "source",
                                        "{\"nasSystemId\":\"nas-7\",\"dataset\":\"tank/vm\"}"))
                        .fields())
                .containsExactly("source.nasSystemId");
    }

    @Test
    void neither_both_nor_none_of_two_ways_to_say_the_same_is_accepted() {
        assertThat(api.post(TASKS, Bodies.without(Bodies.snapshotTask(), "datastoreId", "interval"))
                        .fields())
                .containsExactlyInAnyOrder("datastoreId", "schedule");
        assertThat(api.post(
                                TASKS,
                                Bodies.with(
                                        Bodies.snapshotTask(),
                                        "schedule",
                                        "{}",
                                        "source",
                                        "{\"nasSystemId\":\"nas-1\",\"dataset\":\"tank/vm\"}"))
                        .fields())
                .containsExactlyInAnyOrder("datastoreId", "schedule");
    }

    @Test
    void vm_consistent_snapshots_need_a_datastore() {
        String onDatastore = Bodies.with(Bodies.snapshotTask(), "vmConsistent", "true", "onVmFailure", "\"FAIL\"");
        String onDataset = Bodies.with(
                Bodies.without(onDatastore, "datastoreId"),
                "source",
                "{\"nasSystemId\":\"nas-1\",\"dataset\":\"tank/vm\"}");

        Answer refused = api.post(TASKS, onDataset);
        assertThat(refused.code()).isEqualTo("INVALID_FIELD");
        assertThat(refused.fields()).containsExactly("vmConsistent");
        assertThat(api.snapshotTasks.all()).isEmpty();

        Answer made = api.post(TASKS, onDatastore);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().get("vmConsistent").asBoolean()).isTrue();
        assertThat(made.json().get("onVmFailure").asText()).isEqualTo("FAIL");
    }

    @Test
    void a_name_that_is_taken_is_a_conflict_whatever_its_case() {
        api.post(TASKS, Bodies.snapshotTask());

        Answer refused = api.post(TASKS, Bodies.with(Bodies.snapshotTask(), "name", "\"HOURLY\""));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("NAME_TAKEN");
    }

    @Test
    void a_change_touches_only_what_it_names_and_null_takes_a_member_away() {
        Answer made = api.post(TASKS, Bodies.with(Bodies.snapshotTask(), "begin", "\"22:00\"", "end", "\"06:00\""));
        String path = TASKS + "/" + made.json().get("id").asText();

        Answer changed =
                api.patch(path, "{\"enabled\":false,\"begin\":null,\"end\":null}", "If-Match", made.header("ETag"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().get("enabled").asBoolean()).isFalse();
        assertThat(changed.json().has("begin")).isFalse();
        assertThat(changed.json().get("interval").asText()).isEqualTo("PT1H");
        assertThat(api.jobs.changed).hasSize(2);
    }

    @Test
    void what_was_read_can_be_sent_back_but_what_the_server_sets_cannot_be_changed() {
        Answer made = api.post(TASKS, Bodies.snapshotTask());
        String path = TASKS + "/" + made.json().get("id").asText();

        assertThat(api.patch(path, made.text(), "If-Match", "\"1\"").status()).isEqualTo(200);
        assertThat(api.patch(path, "{\"version\":9}", "If-Match", "\"2\"").fields())
                .containsExactly("version");
    }

    @Test
    void a_change_without_the_version_or_with_an_old_one_is_refused() {
        Answer made = api.post(TASKS, Bodies.snapshotTask());
        String path = TASKS + "/" + made.json().get("id").asText();
        api.patch(path, "{\"recursive\":true}", "If-Match", "\"1\"");

        Answer unconditional = api.patch(path, "{\"enabled\":false}");
        Answer outdated = api.patch(path, "{\"enabled\":false}", "If-Match", "\"1\"");

        assertThat(unconditional.status()).isEqualTo(428);
        assertThat(unconditional.code()).isEqualTo("PRECONDITION_REQUIRED");
        assertThat(outdated.status()).isEqualTo(412);
        assertThat(outdated.code()).isEqualTo("VERSION_CONFLICT");
        assertThat(api.get(path).json().get("enabled").asBoolean()).isTrue();
    }

    @Test
    void a_run_is_opened_at_once_and_a_second_one_is_refused_as_is_removing_the_task() {
        String path = TASKS + "/"
                + api.post(TASKS, Bodies.snapshotTask()).json().get("id").asText();

        Answer opened = api.post(path + "/run", "");

        assertThat(opened.status()).isEqualTo(202);
        assertThat(opened.header("Location"))
                .isEqualTo("/api/v1/runs/" + opened.json().get("id").asText());
        assertThat(api.post(path + "/run", "").code()).isEqualTo("ALREADY_RUNNING");
        assertThat(api.delete(path).code()).isEqualTo("ALREADY_RUNNING");
        api.jobs.end(opened.json().get("id").asText(), RunState.SUCCEEDED);
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_task_that_a_replication_starts_after_cannot_be_removed() {
        String id = api.post(TASKS, Bodies.snapshotTask()).json().get("id").asText();
        Answer bound = api.post(
                "/replication-tasks", Bodies.with(Bodies.replicationTask(), "snapshotTaskIds", "[\"" + id + "\"]"));
        assertThat(bound.status()).as(bound.text()).isEqualTo(201);

        Answer refused = api.delete(TASKS + "/" + id);

        assertThat(refused.code()).isEqualTo("IN_USE");
        assertThat(refused.json().get("detail").asText()).contains("to site two");
    }

    @Test
    void a_preview_of_a_task_without_a_lifetime_deletes_nothing_and_asks_no_machine() {
        Answer made = api.post(TASKS, Bodies.snapshotTask());
        String path = TASKS + "/" + made.json().get("id").asText() + "/retention-preview";

        Answer preview = api.post(path, "");

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().get("deletions").asInt()).isZero();
        assertThat(preview.json().get("datasets")).isEmpty();
        assertThat(preview.json().has("doubt")).isFalse();
    }

    @Test
    void a_preview_of_a_change_checks_it_as_saving_would_and_saves_nothing() {
        Answer made =
                api.post(TASKS, Bodies.with(Bodies.snapshotTask(), "lifetime", "{\"value\":2,\"unit\":\"WEEK\"}"));
        String path = TASKS + "/" + made.json().get("id").asText();

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(api.post(path + "/retention-preview", "{\"lifetime\":{\"value\":0}}")
                        .fields())
                .containsExactly("lifetime.value");
        assertThat(api.post(path + "/retention-preview", "{\"lifetime\":null}").status())
                .isEqualTo(200);
        assertThat(api.get(path).json()).isEqualTo(made.json());
        assertThat(api.post(TASKS + "/none/retention-preview", "").status()).isEqualTo(404);
    }

    @Test
    void a_schedule_shows_when_it_is_due_before_a_task_has_it() {
        Answer daily = api.post("/schedule-previews", "{\"schedule\":{\"hour\":\"2\"},\"timeZone\":\"Asia/Tokyo\"}");

        assertThat(daily.status()).as(daily.text()).isEqualTo(200);
        List<Instant> next = StreamSupport.stream(daily.json().get("next").spliterator(), false)
                .map(slot -> Instant.parse(slot.asText()))
                .toList();
        assertThat(next)
                .hasSize(5)
                .isSorted()
                .allMatch(slot -> slot.atOffset(ZoneOffset.UTC).getHour() == 17)
                .allMatch(slot -> slot.isAfter(Instant.now().minusSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                  | schedule",
                "{\"schedule\":{\"hour\":\"25\"}}                    | schedule.hour",
                "{\"schedule\":{},\"interval\":\"PT1H\"}             | schedule",
                "{\"interval\":\"soon\"}                             | interval",
                "{\"interval\":\"PT1H\",\"timeZone\":\"Mars/Olympus\"} | timeZone",
                "{\"interval\":\"PT1H\",\"begin\":\"22:00\"}         | end",
                "{\"interval\":\"PT1H\",\"next\":[]}                 | next",
            })
    void a_schedule_that_is_none_is_refused_by_its_field(String body, String field) {
        Answer refused = api.post("/schedule-previews", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.fields()).containsExactly(field);
    }
}
