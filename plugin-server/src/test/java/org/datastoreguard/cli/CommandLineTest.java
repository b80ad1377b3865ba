package org.datastoreguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.datastoreguard.config.Config;
import org.datastoreguard.server.Application;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in this process against the real server, over TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
    private Path dataDir;
    private Application.Running server;

    @BeforeAll
    void start(@TempDir Path directory) {
        dataDir = directory.resolve("data");
        Config config = Config.defaults(dataDir);
        server = Application.start(new Config(
                dataDir,
                new Config.Listen("127.0.0.1", 0),
                null,
                null,
                null,
                config.log(),
                null,
                Duration.ofHours(1),
                config.runs()));
    }

    @AfterAll
    void stop() {
        server.application().close();
    }

    /** What a command line printed and how it ended. */
    private record Ended(int status, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (Exception e) {
                throw new IllegalStateException(out + err, e);
            }
        }
    }

    private Ended guard(String... arguments) {
        return guardWith(Map.of("DATASTORE_GUARD_DATA", dataDir.toString()), arguments);
    }

    private static Ended guardWith(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment, false);
        int status = DatastoreGuard.run(terminal, arguments);
        return new Ended(status, out.toString(), err.toString());
    }

    @Test
    void on_the_servers_machine_a_token_is_made_without_any_setting_up_and_works_from_elsewhere() {
        Ended made = guard("token", "create", "script", "--role", "view", "--output", "json");
        assertThat(made.status()).as(made.err()).isZero();
        String secret = made.json().get("secret").asText();
        Map<String, String> elsewhere = new HashMap<>(Map.of(
                "DATASTORE_GUARD_DATA",
                "/nonexistent",
                "DATASTORE_GUARD_URL",
                server.url().toString(),
                "DATASTORE_GUARD_TOKEN",
                secret,
                "DATASTORE_GUARD_FINGERPRINT",
                server.fingerprint()));

        assertThat(guardWith(elsewhere, "runs", "list").status()).isZero();
        assertThat(guardWith(elsewhere, "token", "list").status()).isEqualTo(ExitCode.NO_ACCESS);
        elsewhere.put("DATASTORE_GUARD_FINGERPRINT", "00".repeat(32));
        Ended foreign = guardWith(elsewhere, "runs", "list");
        assertThat(foreign.status()).isEqualTo(ExitCode.FAILED);
        assertThat(foreign.err()).contains("not the pinned").doesNotContain(secret);
        elsewhere.remove("DATASTORE_GUARD_FINGERPRINT");
        assertThat(guardWith(elsewhere, "runs", "list").status()).isEqualTo(ExitCode.FAILED);

        assertThat(guard("token", "list").out()).contains("script", "VIEW").doesNotContain(secret);
        assertThat(guard("token", "revoke", "SCRIPT").status()).isZero();
    }

    @Test
    void lists_are_tables_or_json_arrays() {
        assertThat(guard("nas", "list").out()).startsWith("NAME");
        assertThat(guard("datastore", "list", "-o", "json").json().isArray()).isTrue();
        assertThat(guard("vcenter", "status").status()).isZero();
        assertThat(guard("snapshot", "task", "list").out()).contains("WINDOW");
        assertThat(guard("audit").out()).contains("OUTCOME");
    }

    @Test
    void what_the_server_refuses_is_shown_with_each_field_the_code_and_where_to_read_on() {
        Ended refused = guard("nas", "add", "x;y", "-oProxy", "--host-key", "nonsense");
        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);

        refused = guard("nas", "add", "x;y", "a b", "--host-key", "nonsense");

        assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("name: must", "host: must", "hostKey:", "INVALID_FIELD", "docs/runbook/INVALID_FIELD.md")
                .doesNotContain("\tat ");
        assertThat(guard("nas", "list").out()).doesNotContain("x;y");
    }

    @Test
    void a_vcenter_password_comes_from_a_file_and_never_shows_up() throws Exception {
        Path file = Files.writeString(dataDir.resolveSibling("password"), "hunter2\n");

        Ended refused = guard(
                "vcenter",
                "add",
                "vc",
                "127.0.0.1:1",
                "--user",
                "u",
                "--password-file",
                file.toString(),
                "--thumbprint",
                "AB".repeat(32),
                "--verbose");

        assertThat(refused.status()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("VCENTER_UNREACHABLE").doesNotContain("hunter2");
        Ended unasked = guard("vcenter", "add", "vc", "127.0.0.1:1", "--user", "u");
        assertThat(unasked.status()).isEqualTo(ExitCode.USAGE);
        assertThat(unasked.err()).contains("--password-file");
    }

    @Test
    void a_vcenters_certificate_is_shown_for_a_person_to_compare_and_nothing_is_kept() throws Exception {
        Path file = Files.writeString(dataDir.resolveSibling("password2"), "hunter2\n");
        // Any TLS server shows a certificate; this one is at hand.
        String address = server.url().getAuthority();

        Ended unconfirmed = guard("vcenter", "add", "vc", address, "--user", "u", "--password-file", file.toString());

        assertThat(unconfirmed.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(unconfirmed.err()).contains("It shows " + server.fingerprint(), "--thumbprint");
        assertThat(guard("vcenter", "list", "-o", "json").json()).isEmpty();
    }

    @Test
    void a_machine_is_changed_field_by_field_and_its_host_key_only_to_one_it_offers() {
        guard("nas", "add", "gamma", "127.0.0.1", "--port", "1", "--host-key", HOST_KEY);

        assertThat(guard("nas", "change", "gamma", "--set", "user=backup", "--set", "sudo=true")
                        .status())
                .isZero();
        JsonNode changed = guard("nas", "show", "gamma", "-o", "json").json();
        Ended unreachable = guard("nas", "change", "gamma", "--host-key-fingerprint", "SHA256:other");

        assertThat(changed.get("user").asText()).isEqualTo("backup");
        assertThat(changed.get("sudo").asBoolean()).isTrue();
        assertThat(unreachable.status()).isEqualTo(ExitCode.FAILED);
        assertThat(unreachable.err()).contains("NAS_UNREACHABLE");
        assertThat(guard("nas", "remove", "gamma").status()).isZero();
    }

    @Test
    void a_machine_is_added_a_task_is_made_for_it_changed_switched_and_deleted() {
        Ended added = guard("nas", "add", "alpha", "127.0.0.1", "--port", "1", "--host-key", HOST_KEY);
        assertThat(added.status()).as(added.err()).isZero();
        assertThat(added.out()).contains("ssh-ed25519 ", "authorized_keys");

        Ended made = guard(
                "snapshot",
                "task",
                "create",
                "hourly",
                "--dataset",
                "alpha:tank/vm",
                "--every",
                "1h",
                "--zone",
                "Europe/Berlin",
                "--begin",
                "22:00",
                "--end",
                "06:00");
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(guard("snapshot", "task", "list").out()).contains("every PT1H", "22:00-06:00 Europe/Berlin");
        assertThat(guard("snapshot", "task", "disable", "hourly").out()).contains("is disabled");
        assertThat(guard("snapshot", "task", "change", "hourly", "--set", "begin=null", "--set", "end=null")
                        .status())
                .isZero();
        JsonNode task =
                guard("snapshot", "task", "show", "Hourly", "-o", "json").json();
        assertThat(task.get("enabled").asBoolean()).isFalse();
        assertThat(task.has("begin")).isFalse();

        Ended used = guard("nas", "remove", "alpha");
        assertThat(used.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(used.err()).contains("IN_USE", "hourly");
        assertThat(guard("snapshot", "task", "delete", "hourly").status()).isZero();
        assertThat(guard("nas", "remove", "alpha").status()).isZero();
    }

    private static final String HOST_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    @Test
    void a_run_is_followed_to_its_end_and_its_end_is_the_exit_status() throws Exception {
        guard("nas", "add", "beta", "127.0.0.1", "--port", "1", "--host-key", HOST_KEY);
        guard("snapshot", "task", "create", "now", "--dataset", "beta:tank/vm", "--cron", "0 0 1 1 *", "--zone", "UTC");
        String run = guard("snapshot", "task", "run", "now", "-o", "json")
                .json()
                .get("id")
                .asText();
        CompletableFuture<Ended> following = CompletableFuture.supplyAsync(() -> guard("runs", "follow", run));
        Awaitility.await().until(() -> guard("runs", "log", run).out().contains("127.0.0.1"));

        assertThat(guard("runs", "cancel", run).status()).isZero();

        Ended followed = following.get(60, TimeUnit.SECONDS);
        assertThat(followed.status()).as(followed.out() + followed.err()).isEqualTo(ExitCode.FAILED);
        assertThat(followed.out()).contains("127.0.0.1", "CANCELLED");
        assertThat(guard("runs", "show", run).out()).contains("CANCELLED");
        assertThat(guard("runs", "list").out()).contains(run);
    }

    @Test
    void vm_consistency_is_asked_for_in_a_snapshot_task_and_leftovers_are_listed() {
        Ended refused = guard(
                "snapshot",
                "task",
                "create",
                "quiet",
                "--dataset",
                "gamma:tank/vm",
                "--every",
                "1d",
                "--vm-consistent",
                "--on-vm-failure",
                "FAIL");
        assertThat(refused.status()).isNotZero();

        assertThat(guard("snapshot", "leftovers").out()).startsWith("VM ");
        assertThat(guard("snapshot", "leftovers", "-o", "json").json()).isEmpty();
    }

    @Test
    void doctor_checks_each_part_and_says_what_to_do() throws Exception {
        Ended healthy = guard("doctor");
        assertThat(healthy.out()).contains("ok    data directory", "ok    server", "ok    token: role CONFIGURE");

        Path config = Files.writeString(dataDir.resolveSibling("half.yaml"), "listen:\n  port: many\n");
        Ended sick = guard("doctor", "--config", config.toString());

        assertThat(sick.status()).isEqualTo(ExitCode.FAILED);
        assertThat(sick.out()).contains("FAIL  configuration");
    }

    @Test
    void without_a_server_the_answer_says_where_it_was_looked_for() {
        Ended failed = guardWith(
                Map.of("DATASTORE_GUARD_DATA", "/nonexistent", "DATASTORE_GUARD_URL", "https://127.0.0.1:1"),
                "runs",
                "list");

        assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("https://127.0.0.1:1", "Is the server running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas", "nosuch", "vcenter add", "runs list --state", "token create x"})
    void a_command_line_that_cannot_be_understood_is_a_usage_error(String line) {
        assertThat(guard(line.split(" ")).status()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "delete", "rollback", "clone"})
    void an_empty_snapshot_is_a_usage_error_that_says_what_to_give(String command) {
        Ended failed = guard("snapshot", command, "vm-nfs", "");

        assertThat(failed.status()).isEqualTo(ExitCode.USAGE);
        assertThat(failed.err()).contains("SNAPSHOT is empty");
    }

    @ParameterizedTest
    @CsvSource({"15m,PT15M", "4h,PT4H", "1d,PT24H", "2w,PT336H", "PT90M,PT1H30M"})
    void durations_are_typed_short_or_in_full(String text, Duration duration) {
        assertThat(Durations.of(text)).isEqualTo(duration);
    }

    @Test
    void every_command_has_a_help_that_says_what_it_does() {
        for (String command : new String[] {"serve", "vcenter", "nas", "datastore", "snapshot", "replicate", "runs"}) {
            Ended help = guard(command, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out()).contains("Usage: datastore-guard " + command, "Exit status:");
        }
    }
}
