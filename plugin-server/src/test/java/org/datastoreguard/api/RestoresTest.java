package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of ways back before any machine is asked. */
class RestoresTest {
    private static final String SNAPSHOT = "/datastores/" + Bodies.DATASTORE + "/snapshots/1";

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

    private Answer[] all(String snapshot) {
        return new Answer[] {
            api.get(snapshot + "/rollback"), api.post(snapshot + "/rollback", "{}"), api.post(snapshot + "/clone", "{}")
        };
    }

    @Test
    void a_datastore_that_is_unknown_unmapped_or_whose_nas_is_silent_says_so() {
        for (Answer answer : all("/datastores/urn:vmomi:Datastore:x:y/snapshots/1")) {
            assertThat(answer.status()).isEqualTo(404);
        }
        for (Answer answer : all("/datastores/" + Bodies.LOCAL_DATASTORE + "/snapshots/1")) {
            assertThat(answer.code()).isEqualTo("DATASTORE_UNMAPPED");
        }
        for (Answer answer : all(SNAPSHOT)) {
            assertThat(answer.code()).isEqualTo("NAS_UNREACHABLE");
        }
    }

    @Test
    void what_is_not_supported_or_not_known_is_refused_and_not_ignored() {
        Answer mount = api.post(SNAPSHOT + "/clone", "{\"mountOn\":[\"host-1\"]}");
        assertThat(mount.code()).isEqualTo("NOT_YET_SUPPORTED");
        assertThat(mount.fields()).containsExactly("mountOn");
        assertThat(api.post(SNAPSHOT + "/clone", "{\"mountOn\":[]}").code()).isEqualTo("NAS_UNREACHABLE");
        assertThat(api.post(SNAPSHOT + "/clone", "{\"name\":7}").fields()).containsExactly("name");
        assertThat(api.post(SNAPSHOT + "/rollback", "{\"confirm\":\"a\",\"recursive\":true}")
                        .code())
                .isEqualTo("UNKNOWN_FIELD");
        assertThat(api.post(SNAPSHOT + "/rollback", "{\"force\":\"yes\"}").fields())
                .containsExactly("force");
        assertThat(api.post(SNAPSHOT + "/rollback", "[]").code()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void who_may_only_replicate_neither_goes_back_nor_cancels_a_way_back() {
        String replicator = "Bearer " + api.token("replicator", Role.REPLICATE);
        String run = api.jobs.runNow(RunKind.RESTORE, "an order").id();

        assertThat(api.send("GET", SNAPSHOT + "/rollback", null, "Authorization", replicator)
                        .status())
                .isEqualTo(403);
        assertThat(api.post(SNAPSHOT + "/clone", "{}", "Authorization", replicator)
                        .status())
                .isEqualTo(403);
        assertThat(api.post("/runs/" + run + "/cancel", "", "Authorization", replicator)
                        .status())
                .isEqualTo(403);
        assertThat(api.post(
                                "/runs/" + run + "/cancel",
                                "",
                                "Authorization",
                                "Bearer " + api.token("restorer", Role.RESTORE))
                        .status())
                .isEqualTo(202);
    }
}
