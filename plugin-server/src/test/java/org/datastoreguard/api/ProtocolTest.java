package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.api.TestApi.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every address: problems, versions, pages, repeated requests, secrets. */
class ProtocolTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"s3cret-in-the-wrong-place\"",
                "{\"name\": s3cret-in-the-wrong-place}",
                "{\"name\":\"a\"",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{} {}"
            })
    void a_body_that_is_no_json_object_is_refused_without_repeating_it(String body) {
        Answer refused = api.post("/snapshot-tasks", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("MALFORMED_REQUEST");
        assertThat(refused.text()).doesNotContain("s3cret");
    }

    @Test
    void unknown_addresses_methods_and_formats_are_problems_too() {
        Answer missing = api.get("/no-such-thing");
        Answer method = api.send("PUT", "/snapshot-tasks", "{}");
        Answer format = api.sendExactly(
                "POST",
                "/snapshot-tasks",
                "name=x",
                List.of(
                        "Authorization",
                        "Bearer " + api.token("form", org.datastoreguard.security.Role.CONFIGURE),
                        "Content-Type",
                        "application/x-www-form-urlencoded"));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("NOT_FOUND");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).contains("POST");
        assertThat(format.status()).isEqualTo(415);
        for (Answer answer : List.of(missing, method, format)) {
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().get("type").asText()).startsWith("urn:datastore-guard:problem:");
        }
    }

    @Test
    void what_nobody_foresaw_shows_an_incident_and_no_inside() {
        api.database.close();

        Answer failed = api.get("/snapshot-tasks");

        assertThat(failed.status()).isIn(500, 503);
        assertThat(failed.json().get("incidentId").asText()).isNotBlank();
        assertThat(failed.text()).doesNotContain("at org.").doesNotContain("jdbc:");
    }

    @Test
    void pages_join_to_the_whole_list_in_order() {
        for (int i = 0; i < 7; i++) {
            api.post("/snapshot-tasks", Bodies.with(Bodies.snapshotTask(), "name", "\"task " + (i * 5 % 7) + "\""));
        }

        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/snapshot-tasks?limit=3" + cursor).json();
            assertThat(page.get("items").size()).isLessThanOrEqualTo(3);
            page.get("items").forEach(task -> names.add(task.get("name").asText()));
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : null;
        } while (cursor != null);

        assertThat(names).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4", "task 5", "task 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=many", "cursor=%25%25"})
    void a_page_that_cannot_be_is_refused(String query) {
        assertThat(api.get("/runs?" + query).code()).isEqualTo("INVALID_FIELD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=FINE", "since=yesterday"})
    void a_filter_that_cannot_be_is_refused(String query) {
        assertThat(api.get("/runs?" + query).code()).isEqualTo("INVALID_FIELD");
    }

    @Test
    void a_repeated_request_gets_the_first_answer_and_is_not_done_twice() {
        Answer first = api.post("/snapshot-tasks", Bodies.snapshotTask(), "Idempotency-Key", "k-1");
        Answer again = api.post("/snapshot-tasks", Bodies.snapshotTask(), "Idempotency-Key", "k-1");
        Answer other = api.post(
                "/snapshot-tasks", Bodies.with(Bodies.snapshotTask(), "name", "\"x\""), "Idempotency-Key", "k-1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(api.snapshotTasks.all()).hasSize(1);
    }

    @Test
    void a_refused_request_may_be_repeated_with_the_same_key_once_it_is_mended() {
        Answer refused = api.post("/snapshot-tasks", "{}", "Idempotency-Key", "k-2");
        Answer mended = api.post("/snapshot-tasks", Bodies.snapshotTask(), "Idempotency-Key", "k-2");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(mended.status()).isEqualTo(201);
    }

    @Test
    void the_secret_of_a_token_is_shown_once_and_kept_nowhere_not_even_for_a_repeated_request() {
        String body = "{\"name\":\"backup script\",\"role\":\"VIEW\"}";

        Answer made = api.post("/tokens", body, "Idempotency-Key", "k-3");
        Answer again = api.post("/tokens", body, "Idempotency-Key", "k-3");

        String secret = made.json().get("secret").asText();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(again.code()).isEqualTo("NAME_TAKEN");
        assertThat(api.get("/tokens").text()).contains("backup script").doesNotContain(secret);
        assertThat(api.send("GET", "/about", null, "Authorization", "Bearer " + secret)
                        .json()
                        .get("role")
                        .asText())
                .isEqualTo("VIEW");
    }

    @Test
    void a_token_that_would_be_dead_at_birth_is_refused() {
        Answer refused =
                api.post("/tokens", "{\"name\":\"x\",\"role\":\"VIEW\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");

        assertThat(refused.fields()).containsExactly("expiresAt");
    }

    @Test
    void every_change_is_in_the_audit_with_who_and_how_it_ended() {
        Answer made = api.post("/snapshot-tasks", Bodies.snapshotTask());
        api.post("/snapshot-tasks", "{\"name\":\"s3cret\"}");
        api.get("/snapshot-tasks");

        JsonNode entries = api.get("/audit-entries").json().get("items");

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("outcome").asText()).isEqualTo("INVALID_FIELD");
        assertThat(entries.get(1).get("actor").asText()).isEqualTo("token:admin");
        assertThat(entries.get(1).get("action").asText()).isEqualTo("createSnapshotTask");
        assertThat(entries.get(1).get("object").asText())
                .isEqualTo("snapshot-tasks/" + made.json().get("id").asText());
        assertThat(entries.get(1).get("outcome").asText()).isEqualTo("201");
        assertThat(entries.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "since=yesterday,                                        since: must be a time in UTC such as 2027-01-31T00:00:00Z",
        "until=2027-01-31,                                       until: must be a time in UTC such as 2027-01-31T00:00:00Z",
        "since=2027-01-31T00:00:00Z&until=2027-01-31T00:00:00Z,  until: must be later than since",
        "actor=a%0Ab,                                            actor: must be at most 200 characters without control characters",
        "cursor=eA,                                              cursor: must be the nextCursor of an earlier answer"
    })
    void a_filter_of_the_audit_that_makes_no_sense_is_refused(String query, String error) {
        assertThat(api.get("/audit-entries?" + query).errors()).containsExactly(error);
    }

    @Test
    void the_audit_is_filtered_by_who_what_and_when() {
        api.post("/snapshot-tasks", Bodies.snapshotTask());
        api.post("/datastores/refresh", "");

        assertThat(api.get("/audit-entries?action=SNAPSHOT&actor=ADMIN").json().path("items"))
                .hasSize(1);
        assertThat(api.get("/audit-entries?actor=nobody").json().path("items")).isEmpty();
        assertThat(api.get("/audit-entries?since=2999-01-01T00:00:00Z").json().path("items"))
                .isEmpty();
        assertThat(api.get("/audit-entries?until=2999-01-01T00:00:00Z").json().path("items"))
                .hasSize(2);
    }

    @Test
    void the_certificate_that_is_served_is_told() {
        JsonNode certificate = api.get("/server/certificate").json();

        assertThat(certificate.path("subject").asText()).isEqualTo("CN=plugin.example.com");
        assertThat(certificate.at("/names/1").asText()).isEqualTo("192.0.2.1");
        assertThat(certificate.path("validUntil").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(certificate.path("selfSigned").asBoolean(true)).isFalse();
    }
}
