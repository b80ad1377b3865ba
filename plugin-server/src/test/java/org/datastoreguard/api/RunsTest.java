package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private TestApi api;
    private String run;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
        run = api.jobs.runNow(RunKind.REPLICATION, "task-1").id();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void a_run_under_way_shows_its_rate_and_the_time_left() {
        api.jobs.goesOn(run, 500);

        Answer read = api.get("/runs/" + run);

        assertThat(read.json().get("state").asText()).isEqualTo("RUNNING");
        assertThat(read.json().get("bytesDone").asLong()).isEqualTo(500);
        assertThat(read.json().get("bytesPerSecond").asLong()).isEqualTo(50);
        assertThat(read.json().get("etaSeconds").asLong()).isEqualTo(10);
    }

    @Test
    void runs_are_filtered_and_paged_newest_first() {
        String second = api.jobs.runNow(RunKind.SNAPSHOT, "task-2").id();
        api.jobs.end(second, RunState.FAILED);

        assertThat(ids(api.get("/runs"))).containsExactly(second, run);
        assertThat(ids(api.get("/runs?task=task-1"))).containsExactly(run);
        assertThat(ids(api.get("/runs?state=FAILED"))).containsExactly(second);
        assertThat(ids(api.get("/runs?since=2999-01-01T00:00:00Z"))).isEmpty();
        Answer first = api.get("/runs?limit=1");
        assertThat(ids(first)).containsExactly(second);
        assertThat(ids(api.get(
                        "/runs?limit=1&cursor=" + first.json().get("nextCursor").asText())))
                .containsExactly(run);
    }

    @Test
    void runs_are_counted_hour_by_hour_those_under_way_too() {
        api.jobs.end(api.jobs.runNow(RunKind.SNAPSHOT, "task-2").id(), RunState.FAILED);

        Answer day = api.get("/run-hours");
        assertThat(day.json().get("items").findValuesAsText("state")).containsExactlyInAnyOrder("QUEUED", "FAILED");
        assertThat(day.json().get("items").findValuesAsText("runs")).containsOnly("1");
        Answer tooLong = api.get("/run-hours?hours=73");
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.json().at("/errors/0/field").asText()).isEqualTo("hours");
    }

    private static List<String> ids(Answer answer) {
        return answer.json().get("items").findValuesAsText("id");
    }

    @Test
    void the_log_is_a_text_to_download() {
        api.jobs.says(run, 1, "listing both sides");
        api.jobs.says(run, 2, "sending");

        Answer log = api.get("/runs/" + run + "/log");

        assertThat(log.header("Content-Disposition")).contains("run-" + run + ".log");
        assertThat(log.text().lines().map(line -> line.replaceFirst("^\\S+ ", "")))
                .containsExactly("INFO listing both sides", "INFO sending");
    }

    @Test
    void cancelling_answers_with_the_run() {
        Answer cancelled = api.post("/runs/" + run + "/cancel", "");

        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().get("state").asText()).isEqualTo("CANCELLED");
        assertThat(api.post("/runs/none/cancel", "").status()).isEqualTo(404);
    }

    @Test
    void a_live_view_tells_what_was_and_what_comes_and_ends_with_the_run() throws Exception {
        api.jobs.says(run, 1, "first");
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> ended = follow(lines);

        await(lines, "event: run");
        api.jobs.says(run, 2, "second");
        await(lines, "id: 2");
        api.jobs.goesOn(run, 700);
        Awaitility.await().until(() -> lines.stream().anyMatch(l -> l.contains("\"bytesDone\":700")));
        api.jobs.end(run, RunState.SUCCEEDED);

        ended.get(10, TimeUnit.SECONDS);
        assertThat(lines).contains("id: 1", "id: 2", "event: end");
        assertThat(lines.toString()).contains("first", "second", "SUCCEEDED");
    }

    @Test
    void who_comes_back_goes_on_after_the_last_line_it_saw() throws Exception {
        api.jobs.says(run, 1, "first");
        api.jobs.says(run, 2, "second");
        api.jobs.says(run, 3, "third");
        api.jobs.end(run, RunState.FAILED);
        List<String> lines = new CopyOnWriteArrayList<>();

        follow(lines, "Last-Event-ID", "2").get(10, TimeUnit.SECONDS);

        assertThat(lines.toString()).contains("third").doesNotContain("first").doesNotContain("second");
    }

    @Test
    void a_live_view_of_nothing_is_not_found() {
        assertThat(api.get("/runs/none/events").status()).isEqualTo(404);
    }

    private CompletableFuture<Void> follow(List<String> lines, String... headers) {
        var request = api.asAdmin("/runs/" + run + "/events").timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return api.http()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .thenCompose(
                        answer -> CompletableFuture.runAsync(() -> answer.body().forEach(lines::add)));
    }

    private static void await(List<String> lines, String line) {
        Awaitility.await().until(() -> lines.contains(line));
    }

    @Test
    void what_ended_from_day_to_day_is_added_up() {
        api.jobs.end(run, RunState.SUCCEEDED);

        Answer days = api.get("/run-days?days=1");

        assertThat(days.json().at("/items/0/succeeded").asLong()).isEqualTo(1);
        assertThat(days.json().at("/items/0/bytesDone").asLong()).isEqualTo(1000);
        assertThat(api.get("/run-days?days=0").fields()).containsExactly("days");
        assertThat(api.get("/run-days?days=91").fields()).containsExactly("days");
        assertThat(api.get("/run-days?days=-x").fields()).containsExactly("days");
    }

    @Test
    void the_lag_of_each_day_is_that_of_the_worst_and_the_middle_replication() throws Exception {
        Bodies.machines(api);
        String quick = replicated("quick");
        String slow = replicated("slow");
        String limited = api.tokens
                .create("limited", Role.VIEW, null, Set.of(Bodies.DATASTORE))
                .secret();

        JsonNode day = api.get("/lag-days?days=1").json().at("/items/0");

        assertThat(day.path("replications").asInt()).isEqualTo(2);
        assertThat(day.path("worstSeconds").asLong()).isBetween(10L, 60L);
        assertThat(day.path("medianSeconds").asLong())
                .isBetween(10L, day.path("worstSeconds").asLong());
        assertThat(day.path("worstTaskId").asText()).isIn(quick, slow);
        assertThat(api.send("GET", "/lag-days", null, "Authorization", "Bearer " + limited)
                        .json()
                        .path("items"))
                .as("they name datasets, and so belong to the whole installation")
                .isEmpty();
        assertThat(api.get("/lag-days?days=91").errors()).containsExactly("days: must be a whole number from 1 to 90");
    }

    private String replicated(String name) {
        String task = Bodies.with(
                Bodies.replicationTask(), "name", "\"" + name + "\"", "remoteDataset", "\"backup/" + name + "\"");
        String id = api.post("/replication-tasks", task).json().path("id").asText();
        String run = api.post("/replication-tasks/" + id + "/run", "")
                .json()
                .path("id")
                .asText();
        api.jobs.end(run, RunState.SUCCEEDED);
        return id;
    }
}
