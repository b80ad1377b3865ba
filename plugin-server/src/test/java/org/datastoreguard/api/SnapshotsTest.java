package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any machine is asked. */
class SnapshotsTest {
    private static final String SNAPSHOTS = "/datastores/" + Bodies.DATASTORE + "/snapshots";

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
    void a_datastore_without_a_dataset_says_why_it_has_no_snapshots() {
        String path = "/datastores/" + Bodies.LOCAL_DATASTORE + "/snapshots";

        for (Answer answer : new Answer[] {api.get(path), api.get(path + "/1"), api.post(path, "{}")}) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("DATASTORE_UNMAPPED");
            assertThat(answer.json().get("detail").asText()).contains("local", "own disk");
        }
    }

    @Test
    void an_unknown_datastore_is_not_found() {
        assertThat(api.get("/datastores/urn:vmomi:Datastore:x:y/snapshots").status())
                .isEqualTo(404);
    }

    @Test
    void a_nas_that_cannot_be_asked_answers_its_own_code() {
        Answer answer = api.get(SNAPSHOTS);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.code()).isEqualTo("NAS_UNREACHABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r", "a@b", "a#b", "a,b", "a%b", "a/b", "$(reboot)", "a b ", "ü", ""})
    void a_name_that_zfs_or_a_shell_would_read_otherwise_is_refused(String name) {
        Answer answer = api.post(SNAPSHOTS, "{\"name\":\"" + name + "\"}");

        assertThat(answer.code()).isEqualTo("INVALID_FIELD");
        assertThat(answer.fields()).containsExactly("name");
    }

    @Test
    void what_has_no_meaning_is_refused_and_not_ignored() {
        Answer policy = api.post(SNAPSHOTS, "{\"onVmFailure\":\"FAIL\"}");
        assertThat(policy.code()).isEqualTo("INVALID_FIELD");
        assertThat(policy.fields()).containsExactly("onVmFailure");
        assertThat(api.post(SNAPSHOTS, "{\"memory\":true}").code()).isEqualTo("UNKNOWN_FIELD");
        assertThat(api.post(SNAPSHOTS, "[]").code()).isEqualTo("MALFORMED_REQUEST");
        assertThat(api.delete(SNAPSHOTS + "/1?force=yes").fields()).containsExactly("force");
        assertThat(api.get(SNAPSHOTS + "?limit=0").fields()).containsExactly("limit");
        assertThat(api.get(SNAPSHOTS + "?nameContains=").fields()).containsExactly("nameContains");
        assertThat(api.get(SNAPSHOTS + "?nameContains=" + "x".repeat(256)).fields())
                .containsExactly("nameContains");
    }

    @ParameterizedTest
    @CsvSource({
        "auto-2026-11-21, , 2026-11, true",
        "auto-2026-11-21, , AUTO, true",
        "auto-2026-11-21, , 2025, false",
        "auto-2026-11-21, auto-2026-11-21, auto, true",
        "auto-2026-11-21, auto, auto, false",
        "auto-2026-11-21, auto-2026-11-21, x, false",
        "auto-2026-11-21, , , true"
    })
    void a_list_is_narrowed_to_a_name_or_to_a_part_of_it(String name, String exact, String part, boolean shown) {
        assertThat(new SnapshotNames(exact, part).match(name)).isEqualTo(shown);
    }

    @Test
    void who_may_only_look_takes_and_deletes_nothing() {
        String viewer = "Bearer " + api.token("viewer", Role.VIEW);

        assertThat(api.post(SNAPSHOTS, "{}", "Authorization", viewer).status()).isEqualTo(403);
        assertThat(api.delete(SNAPSHOTS + "/1?confirm=x", "Authorization", viewer)
                        .status())
                .isEqualTo(403);
        assertThat(api.send("GET", SNAPSHOTS, null, "Authorization", viewer).code())
                .isEqualTo("NAS_UNREACHABLE");
    }
}
