package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.datastoreguard.api.TestApi.Answer;
import org.datastoreguard.cli.DatastoreGuard;
import org.datastoreguard.cli.Terminal;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.notify.Hook;
import org.datastoreguard.notify.Outbox;
import org.datastoreguard.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationChannelsTest {
    private static final String COLLECTION = "/notification-channels";
    private static final String MAIL = """
            {"name":"ops","kind":"MAIL","notifyOn":"FAILURES_AND_WARNINGS","mail":{"host":"mail.example.org",
             "username":"guard","password":"hunter2","from":"guard@example.org","to":["ops@example.org"]}}""";
    private static final String HOOK = """
            {"name":"chat","kind":"WEBHOOK","webhook":{"url":"https://hooks.example.org/a","secret":"0123456789abcdef"}}""";

    private TestApi api;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        api = new TestApi(directory);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private String add(String body) {
        Answer made = api.post(COLLECTION, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("id").asText();
    }

    private Answer put(String id, String body) {
        return api.send("PUT", COLLECTION + "/" + id, body, "If-Match", "*");
    }

    @Test
    void a_channel_for_mail_is_added_with_what_is_usual_and_its_password_never_comes_back() {
        Answer made = api.post(COLLECTION, MAIL);
        String id = made.json().get("id").asText();

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.json().at("/mail/port").asInt()).isEqualTo(587);
        assertThat(made.json().at("/mail/security").asText()).isEqualTo("STARTTLS");
        assertThat(made.json().get("enabled").asBoolean()).isTrue();
        assertThat(made.json().get("passwordSet").asBoolean()).isTrue();
        assertThat(api.get(COLLECTION).json().at("/items/0/name").asText()).isEqualTo("ops");
        assertThat(made.text()
                        + api.get(COLLECTION).text()
                        + api.get(COLLECTION + "/" + id).text())
                .doesNotContain("hunter2");
        assertThat(api.channels.secret(id)).contains("hunter2");
    }

    @Test
    void a_webhook_needs_no_secret() {
        String id = add(Bodies.in(HOOK, "/webhook/secret", null));

        assertThat(api.get(COLLECTION + "/" + id).json().get("secretSet").asBoolean())
                .isFalse();
        assertThat(api.channels.secret(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /mail/from          | "a@example.org\\r\\nBcc: b@example.org" | mail.from
            /mail/from          | "Ann <a@example.org>"                   | mail.from
            /mail/to            | []                                      | mail.to
            /mail/to            | ["a@example.org","b"]                   | mail.to[1]
            /mail/host          | "mail.example.org:25"                   | mail.host
            /mail/host          | null                                    | mail.host
            /mail/port          | 65536                                   | mail.port
            /mail/security      | "NONE"                                  | mail.security
            /mail/username      | null                                    | mail.username
            /mail/username      | "a\\nb"                                 | mail.username
            /mail/password      | null                                    | mail.password
            /mail/password      | ""                                      | mail.password
            /mail/subject       | "a"                                     | mail.subject
            /kind               | "WEBHOOK"                               | mail, webhook
            /kind               | "PAGER"                                 | kind
            /name               | "a\\nb"                                 | name
            /passwordSet        | true                                    | passwordSet
            """)
    void a_mail_channel_that_breaks_a_rule_is_refused_by_the_field_and_not_kept(
            String at, String value, String fields) {
        Answer refused = api.post(COLLECTION, Bodies.in(MAIL, at, value));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.fields()).containsExactlyInAnyOrder(fields.split(", "));
        assertThat(refused.text()).doesNotContain("hunter2", "Bcc");
        assertThat(api.channels.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /webhook/url    | "http://hooks.example.org/"            | webhook.url
            /webhook/url    | "http://127.0.0.1.example.org/"        | webhook.url
            /webhook/url    | "https://user:pw@hooks.example.org/"   | webhook.url
            /webhook/url    | "https://hooks.example.org/#a"         | webhook.url
            /webhook/url    | "file:///etc/passwd"                   | webhook.url
            /webhook/url    | "https://"                             | webhook.url
            /webhook/url    | "https://h/a b"                        | webhook.url
            /webhook/secret | "short"                                | webhook.secret
            /mail           | {"host":"a"}                           | mail
            """)
    void a_webhook_that_breaks_a_rule_is_refused_by_the_field(String at, String value, String field) {
        Answer refused = api.post(COLLECTION, Bodies.in(HOOK, at, value));

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.fields()).containsExactly(field);
        assertThat(refused.text()).doesNotContain("user:pw", "passwd");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:9/", "http://127.0.0.1:9/", "http://[::1]:9/", "https://hooks.example.org:8443/a?b=c"
    })
    void http_is_good_enough_for_this_machine_itself(String url) {
        add(Bodies.in(HOOK, "/webhook/url", "\"" + url + "\""));
    }

    @Test
    void a_put_without_the_password_keeps_it_while_host_and_username_stay_the_same() {
        String id = add(MAIL);
        String silent = Bodies.in(MAIL, "/mail/password", null);

        Answer kept = put(id, Bodies.in(silent, "/name", "\"ops 2\""));
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        assertThat(kept.header("ETag")).isEqualTo("\"2\"");
        assertThat(api.channels.secret(id)).contains("hunter2");
        assertThat(api.hurried).containsExactly(id);

        Answer host = put(id, Bodies.in(silent, "/mail/host", "\"evil.example.org\""));
        Answer user = put(id, Bodies.in(silent, "/mail/username", "\"root\""));
        assertThat(host.fields()).containsExactly("mail.password");
        assertThat(user.fields()).containsExactly("mail.password");
        assertThat(api.channels.secret(id)).contains("hunter2");

        assertThat(put(id, Bodies.in(MAIL, "/mail/host", "\"new.example.org\"")).status())
                .isEqualTo(200);
        assertThat(put(id, Bodies.in(silent, "/mail/username", null))
                        .json()
                        .get("passwordSet")
                        .asBoolean())
                .isFalse();
        assertThat(api.channels.secret(id)).isEmpty();
    }

    @Test
    void a_signed_webhook_does_not_go_on_unsigned_elsewhere() {
        String id = add(HOOK);
        String silent = Bodies.in(HOOK, "/webhook/secret", null);

        assertThat(put(id, Bodies.in(silent, "/webhook/url", "\"https://hooks.example.org/b\""))
                        .status())
                .isEqualTo(200);
        assertThat(put(id, Bodies.in(silent, "/webhook/url", "\"https://other.example.org/a\""))
                        .fields())
                .containsExactly("webhook.secret");
        assertThat(put(id, MAIL).status()).isEqualTo(200);
        assertThat(api.channels.secret(id)).contains("hunter2");
        assertThat(put(id, silent).json().get("secretSet").asBoolean()).isFalse();
    }

    @Test
    void what_was_read_can_be_sent_back_but_not_over_the_change_of_somebody_else() {
        String id = add(MAIL);
        String read = api.get(COLLECTION + "/" + id).text();

        Answer back = api.send("PUT", COLLECTION + "/" + id, read, "If-Match", "\"1\"");
        assertThat(back.status()).as(back.text()).isEqualTo(200);
        assertThat(api.send("PUT", COLLECTION + "/" + id, read, "If-Match", "\"1\"")
                        .code())
                .isEqualTo("VERSION_CONFLICT");
        assertThat(api.send("PUT", COLLECTION + "/" + id, read).code()).isEqualTo("PRECONDITION_REQUIRED");
        assertThat(api.delete(COLLECTION + "/" + id, "If-Match", "\"1\"").code())
                .isEqualTo("VERSION_CONFLICT");
        assertThat(api.delete(COLLECTION + "/" + id, "If-Match", "\"2\"").status())
                .isEqualTo(204);
        assertThat(api.get(COLLECTION + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void two_channels_of_one_name_are_refused() {
        add(MAIL);

        assertThat(api.post(COLLECTION, Bodies.in(HOOK, "/name", "\"OPS\"")).code())
                .isEqualTo("NAME_TAKEN");
    }

    @Test
    void the_problem_of_the_last_attempt_is_shown() {
        String id = add(MAIL);
        Instant at = Instant.parse("2026-11-21T12:00:00Z");
        api.outbox.failed(id, new Outbox.Problem(at, ErrorCode.NOTIFICATION_FAILED, "The mail server said no"));

        var problem = api.get(COLLECTION + "/" + id).json().get("lastProblem");
        assertThat(problem.get("at").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(problem.get("code").asText()).isEqualTo("NOTIFICATION_FAILED");
        assertThat(problem.get("message").asText()).isEqualTo("The mail server said no");
    }

    @Test
    void a_test_is_sent_before_and_after_saving_and_says_what_went_wrong() throws Exception {
        try (Hook hook = new Hook()) {
            String body = Bodies.in(HOOK, "/webhook/url", "\"" + hook.url() + "\"");
            assertThat(api.post(COLLECTION + "/test", body).status()).isEqualTo(204);
            assertThat(api.channels.all()).isEmpty();
            String id = add(body);
            assertThat(api.post(COLLECTION + "/" + id + "/test", "").status()).isEqualTo(204);
            String edited = Bodies.in(Bodies.in(body, "/webhook/secret", null), "/id", "\"" + id + "\"");
            assertThat(api.post(COLLECTION + "/test", edited).status()).isEqualTo(204);
            assertThat(hook.received)
                    .hasSize(3)
                    .allSatisfy(received -> assertThat(received.headers().get("X-Datastore-Guard-Signature"))
                            .startsWith("sha256="));
        }
        Answer refused = api.post(COLLECTION + "/test", Bodies.in(HOOK, "/webhook/url", "\"http://127.0.0.1:1/\""));
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.code()).isEqualTo("NOTIFICATION_FAILED");
        assertThat(refused.json().get("detail").asText()).contains("127.0.0.1:1 cannot be reached");
        assertThat(api.get("/audit-entries").text())
                .contains("testUnsavedNotificationChannel", "createNotificationChannel", "NOTIFICATION_FAILED")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void a_test_by_mail_arrives() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            Answer sent = api.post(
                    COLLECTION + "/test", """
                    {"name":"ops","kind":"MAIL","mail":{"host":"127.0.0.1","port":%d,"security":"NONE",
                     "from":"guard@example.org","to":["ops@example.org"]}}""".formatted(server.getSmtp().getPort()));

            assertThat(sent.status()).as(sent.text()).isEqualTo(204);
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void nobody_below_the_highest_role_sees_channels() {
        String token = api.token("restorer", Role.RESTORE);

        assertThat(api.send("GET", COLLECTION, null, "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void the_command_line_lists_channels_with_their_last_problem_and_sends_tests(@TempDir Path directory)
            throws Exception {
        try (Hook hook = new Hook()) {
            String id = add(Bodies.in(HOOK, "/webhook/url", "\"" + hook.url() + "\""));
            add(MAIL);
            Instant at = Instant.parse("2026-11-21T12:00:00Z");
            api.outbox.failed(id, new Outbox.Problem(at, ErrorCode.NOTIFICATION_FAILED, "The web server said no"));
            Map<String, String> environment = api.commandLine(directory);

            assertThat(typed(environment, 0, "notification", "list"))
                    .contains("ops@example.org", "FAILURES_AND_WARNINGS", "The web server said no")
                    .contains(hook.url().toString());
            assertThat(typed(environment, 0, "notification", "test", "chat")).contains("Sent");
            assertThat(hook.received).hasSize(1);
            assertThat(typed(environment, 3, "notification", "test", "nobody")).contains("nobody");
        }
    }

    private static String typed(Map<String, String> environment, int status, String... words) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        assertThat(DatastoreGuard.run(new Terminal(out, out, environment, false), words))
                .as(said.toString())
                .isEqualTo(status);
        return said.toString();
    }
}
