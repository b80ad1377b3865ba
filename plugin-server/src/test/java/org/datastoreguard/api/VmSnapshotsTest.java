package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.security.Role;
import org.datastoreguard.snapshot.VmJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmSnapshotsTest {
    private static final String LEFT_OVER = "/vm-snapshots/leftover";

    private TestApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private VmJournal.Entry noted(String id, Duration age, Duration dueIn) {
        Instant now = api.clock.instant();
        VmJournal.Entry entry = new VmJournal.Entry(
                id,
                "node-1",
                new VmJournal.Vm("vc-1", "vm-7", "db01"),
                "run-1",
                null,
                now.minus(age),
                now.plus(dueIn),
                0,
                null);
        api.vmJournal.add(entry);
        return entry;
    }

    @Test
    void only_what_should_be_gone_is_left_over_and_it_says_why_it_is_there() {
        noted("held", Duration.ofMinutes(3), Duration.ofMinutes(10));
        noted("due", Duration.ofMinutes(2), Duration.ofMinutes(-1));
        VmJournal.Entry stubborn = noted("stubborn", Duration.ofMinutes(1), Duration.ofMinutes(-1));
        api.vmJournal.claim(stubborn, api.clock.instant().plusSeconds(600));
        api.vmJournal.failed("stubborn", "vCenter lab does not answer");

        JsonNode items = api.get(LEFT_OVER).json().get("items");

        assertThat(items.findValuesAsText("name")).containsExactly("datastore-guard-due", "datastore-guard-stubborn");
        assertThat(items.get(0).get("leftOver").asBoolean()).isTrue();
        assertThat(items.get(0).has("problem")).isFalse();
        assertThat(items.get(1).get("attempts").asInt()).isEqualTo(1);
        assertThat(items.get(1).get("problem").asText()).isEqualTo("vCenter lab does not answer");
        assertThat(Instant.parse(items.get(1).get("nextAttemptAt").asText())).isAfter(api.clock.instant());
        assertThat(items.get(1).get("vm").asText()).isEqualTo("db01");
        assertThat(items.get(1).get("vmId").asText()).isEqualTo("vm-7");
    }

    @Test
    void whoever_may_look_sees_them_page_by_page() {
        noted("b", Duration.ofMinutes(2), Duration.ZERO);
        noted("a", Duration.ofMinutes(1), Duration.ZERO);
        String viewer = "Bearer " + api.token("viewer", Role.VIEW);

        Answer first = api.send("GET", LEFT_OVER + "?limit=1", null, "Authorization", viewer);
        Answer rest = api.get(
                LEFT_OVER + "?limit=1&cursor=" + first.json().get("nextCursor").asText());

        assertThat(first.json().at("/items/0/name").asText()).isEqualTo("datastore-guard-b");
        assertThat(rest.json().at("/items/0/name").asText()).isEqualTo("datastore-guard-a");
        assertThat(rest.json().has("nextCursor")).isFalse();
        assertThat(api.sendExactly("GET", LEFT_OVER, null, java.util.List.of()).status())
                .isEqualTo(401);
    }
}
