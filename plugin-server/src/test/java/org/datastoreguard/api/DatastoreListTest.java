package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One datastore of each kind, and 2,000 that are replicated each by a task of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatastoreListTest {
    private static final int MANY = 2_000;

    private TestApi api;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
        add("Alpha", Mapping.Status.MAPPED);
        add("bravo", Mapping.Status.MAPPED);
        snapshots("bravo");
        add("charlie", Mapping.Status.MAPPED);
        replication("charlie", null);
        add("delta", Mapping.Status.MAPPED);
        replication("delta", Duration.ofHours(1));
        succeeded("delta", Duration.ofDays(2));
        add("echo", Mapping.Status.UNREACHABLE);
        add("foxtrot", Mapping.Status.AMBIGUOUS);
        add("golf", Mapping.Status.UNMAPPED);
        for (int i = 0; i < MANY; i++) {
            String name = "many-%04d".formatted(i);
            add(name, Mapping.Status.MAPPED);
            replication(name, Duration.ofDays(30));
            succeeded(name, Duration.ofMinutes(10L + i));
        }
    }

    @AfterAll
    void stop() throws Exception {
        api.close();
    }

    private static String id(String name) {
        return "urn:vmomi:Datastore:" + name + ":" + PlayedVcenters.UUID;
    }

    private void add(String name, Mapping.Status status) {
        DatasetName dataset = new DatasetName("tank/of-" + name.toLowerCase(Locale.ROOT));
        boolean known = status == Mapping.Status.MAPPED;
        api.datastore(new MappedDatastore(
                new Datastore(
                        id(name), "vc-1", name, new Datastore.Nfs(List.of("10.0.0.5"), "/x", "NFS"), true, 1000, 400),
                new Mapping(
                        status,
                        known ? null : "for a reason",
                        known ? "nas-1" : null,
                        known ? dataset : null,
                        known ? DatasetType.FILESYSTEM : null,
                        known ? List.of(dataset) : List.of())));
    }

    private void snapshots(String name) {
        String task = Bodies.with(Bodies.snapshotTask(), "datastoreId", "\"" + id(name) + "\"");
        assertThat(api.post("/snapshot-tasks", task).status()).isEqualTo(201);
    }

    private void replication(String name, @Nullable Duration allowedLag) {
        api.replicationTasks.add(
                Tasks.watched("repl-" + name, new Source.OfDatastore(id(name)), List.of(), allowedLag, true));
    }

    private void succeeded(String name, Duration ago) {
        Instant began = api.clock.instant().minus(ago);
        String task = "repl-" + name;
        api.runs.open(new Run(
                "run-of-" + name,
                RunKind.REPLICATION,
                task,
                task,
                id(name),
                RunState.SUCCEEDED,
                null,
                RunTrigger.MANUAL,
                null,
                began,
                began,
                began.plusSeconds(5),
                List.of(),
                1,
                1,
                null,
                List.of(),
                null,
                1,
                "node-1"));
    }

    private static List<String> names(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        answer.json().path("items").forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "name,        Alpha bravo charlie",
        "-name,       many-1999 many-1998 many-1997",
        "protection,  charlie delta echo",
        "-protection, golf foxtrot many-0000",
        "lag,         delta many-1999 many-1998",
        "-lag,        many-0000 many-0001 many-0002"
    })
    void is_in_the_order_that_is_asked_for_without_regard_to_case(String sort, String first) {
        assertThat(names(api.get("/datastores?limit=3&sort=" + sort))).containsExactly(first.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "contains=RAV,                  bravo",
        "contains=of-alpha,             Alpha",
        "contains=.*,                   ''",
        "mapping=AMBIGUOUS,             foxtrot",
        "mapping=UNREACHABLE,           echo",
        "protection=UNPROTECTED,        Alpha",
        "protection=SNAPSHOTS_ONLY,     bravo",
        "protection=NEVER_REPLICATED,   charlie",
        "protection=LATE,               delta",
        "protection=UNREACHABLE,        echo",
        "protection=UNMAPPED,           foxtrot golf",
        "protection=UNMAPPED&contains=o&mapping=UNMAPPED, golf"
    })
    void has_only_what_is_asked_for(String query, String fitting) {
        Answer answer = api.get("/datastores?" + query);

        assertThat(names(answer)).isEqualTo(fitting.isEmpty() ? List.of() : List.of(fitting.split(" ")));
        assertThat(answer.json().path("total").asInt()).isEqualTo(names(answer).size());
        assertThat(answer.json().at("/states/UNMAPPED").asInt())
                .as("whatever is filtered")
                .isEqualTo(2);
    }

    @Test
    void counts_each_state_even_where_there_is_none() {
        JsonNode states = api.get("/datastores?limit=1").json().path("states");

        assertThat(states.path("REPLICATED").asInt()).isEqualTo(MANY);
        assertThat(states.path("LATE").asInt()).isEqualTo(1);
        assertThat(states).hasSize(7);
        assertThat(api.get("/datastores?limit=1").json().path("total").asInt()).isEqualTo(MANY + 7);
    }

    @ParameterizedTest
    @CsvSource({
        "sort=size,             sort: must be one of name",
        "mapping=mapped,        mapping: must be one of [MAPPED",
        "protection=GOOD,       protection: must be one of [NEVER_REPLICATED",
        "contains=a%00b,        contains: must be at most 200 characters",
        "cursor=!,              cursor: must be the nextCursor",
        "limit=0,               limit: must be a number from 1 to 1000"
    })
    void refuses_what_it_does_not_know_by_field_and_rule(String query, String error) {
        assertThat(api.get("/datastores?" + query).errors())
                .singleElement()
                .asString()
                .startsWith(error);
    }

    @Test
    void does_not_go_on_in_another_order() {
        String cursor = api.get("/datastores?limit=1&sort=lag")
                .json()
                .path("nextCursor")
                .asText();

        assertThat(api.get("/datastores?limit=1&sort=name&cursor=" + cursor).errors())
                .containsExactly("cursor: must be the nextCursor of an earlier answer in the same order");
    }

    @ParameterizedTest
    @CsvSource({"name", "-name", "protection", "-protection", "lag", "-lag"})
    void is_read_page_by_page_without_losing_or_repeating_one(String sort) {
        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/datastores?limit=500&sort=" + sort + cursor);
            read.addAll(names(page));
            cursor = "&cursor=" + page.json().path("nextCursor").asText();
        } while (cursor.length() > "&cursor=".length());

        assertThat(read).hasSize(MANY + 7).doesNotHaveDuplicates();
    }

    @Test
    void is_small_and_quick_among_thousands() {
        names(api.get("/datastores?limit=25&sort=protection"));
        long began = System.nanoTime();

        Answer page = api.get("/datastores?limit=25&sort=protection");

        assertThat(names(page)).hasSize(25);
        assertThat(page.text().length()).isLessThan(40_000);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }
}
