package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.notify.Target.Security;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real mail server; and where that is too well-behaved, against one that does as it is told. */
class MailSenderTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Links LINKS = new Links(URI.create("https://guard.example.org"));
    private static final String PASSWORD = "hunter2 ü";

    @TempDir
    static Path directory;

    private static LocalCertificate certificate;

    private final GreenMail real = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Postman postman;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = LocalCertificate.made(directory, "mail", "ip:127.0.0.1");
    }

    @BeforeEach
    void start() throws Exception {
        real.start();
        postman = new Postman(
                new MailSender(certificate.trusted(), LINKS, Clock.fixed(NOON, ZoneOffset.UTC)),
                new WebhookSender(certificate.trusted(), LINKS),
                Duration.ofSeconds(3));
    }

    @AfterEach
    void stop() {
        postman.close();
        real.stop();
    }

    private static Target.Mail mail(String host, int port, Security security, @Nullable String user, String... to) {
        return new Target.Mail(
                host,
                port,
                security,
                user,
                "guard@example.org",
                to.length == 0 ? List.of("ops@example.org") : List.of(to));
    }

    private List<String> send(Target.Mail mail) {
        Channel channel = new Channel("c", "ops", true, NotifyOn.FAILURES, mail, mail.username() != null, 1);
        Event event = new Event(
                "run/t", Level.FAILURE, Event.Kind.FAILED, NOON, "Task nächtlich failed", "Why", "TARGET_BUSY", "r");
        return postman.send(
                mail, mail.username() == null ? null : PASSWORD, Message.of(channel, List.of(event), 0, NOON));
    }

    private static void assertRefused(ThrowingCallable sending, String... words) {
        assertThatThrownBy(sending).isInstanceOfSatisfying(GuardException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOTIFICATION_FAILED);
            assertThat(e.message()).contains(words).doesNotContain("hunter2");
        });
    }

    @Test
    void a_mail_arrives_whole_in_any_language_and_marked_as_sent_by_a_machine() throws Exception {
        send(mail("127.0.0.1", real.getSmtp().getPort(), Security.NONE, null, "a@example.org", "b@example.org"));

        MimeMessage[] mails = real.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject()).isEqualTo("Datastore Guard: Task nächtlich failed");
        assertThat(mails[0].getFrom()).extracting(Object::toString).containsExactly("guard@example.org");
        assertThat(mails[0].getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.org", "b@example.org");
        assertThat(mails[0].getSentDate()).isEqualTo(NOON);
        assertThat(mails[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mails[0].getContent().toString())
                .contains("Task nächtlich failed", "https://guard.example.org/plugin/runbook/TARGET_BUSY.html");
    }

    @Test
    void starttls_is_used_before_the_password_is_said() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(certificate.shown())) {
            send(mail("127.0.0.1", server.port(), Security.STARTTLS, "guard"));

            int secured = server.heard.indexOf("STARTTLS");
            assertThat(server.heard.subList(0, secured)).noneMatch(line -> line.startsWith("AUTH"));
            assertThat(server.heard.subList(secured, server.heard.size()))
                    .anyMatch(line -> line.startsWith("AUTH"))
                    .contains("MAIL FROM:<guard@example.org>", "RCPT TO:<ops@example.org>", ".");
        }
    }

    @Test
    void a_server_without_starttls_is_told_nothing() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(null)) {
            assertRefused(
                    () -> send(mail("127.0.0.1", server.port(), Security.STARTTLS, "guard")),
                    "STARTTLS is required",
                    "587 is usual");
            assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void a_certificate_made_out_to_another_name_is_not_trusted_whoever_issued_it() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(certificate.shown())) {
            assertRefused(
                    () -> send(mail("localhost", server.port(), Security.STARTTLS, "guard")),
                    "The mail server localhost:",
                    "certificate that is not trusted or is not made out to that name");
            assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_trusted(@TempDir Path other) throws Exception {
        LocalCertificate stranger = LocalCertificate.made(other, "mail", "ip:127.0.0.1");
        try (ScriptedMailServer server = new ScriptedMailServer(stranger.shown())) {
            assertRefused(() -> send(mail("127.0.0.1", server.port(), Security.STARTTLS, "guard")), "not trusted");
            assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void a_wrong_password_is_named_and_not_repeated() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(certificate.shown())) {
            server.answering("auth", "535 5.7.8 bad credentials");
            assertRefused(
                    () -> send(mail("127.0.0.1", server.port(), Security.STARTTLS, "guard")),
                    "refused user name or password",
                    "535 5.7.8 bad credentials");
        }
    }

    @Test
    void a_receiver_who_is_refused_is_named_and_does_not_keep_the_others_from_being_told() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(null)) {
            server.answering("rcpt to:<gone@", "550 5.1.1 no such user");

            assertThat(send(mail(
                            "127.0.0.1", server.port(), Security.NONE, null, "gone@example.org", "ops@example.org")))
                    .singleElement()
                    .asString()
                    .contains("gone@example.org", "550 5.1.1 no such user");
            assertThat(server.heard).contains("DATA", ".");
            assertRefused(
                    () -> send(mail("127.0.0.1", server.port(), Security.NONE, null, "gone@example.org")),
                    "gone@example.org",
                    "550 5.1.1 no such user",
                    "Check the addresses");
        }
    }

    @Test
    void a_message_that_is_refused_as_a_whole_is_not_taken_for_sent() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(null)) {
            server.answering(".", "554 5.7.1 looks like spam");
            assertRefused(
                    () -> send(mail("127.0.0.1", server.port(), Security.NONE, null)), "554 5.7.1 looks like spam");
        }
    }

    @Test
    void a_server_that_hangs_is_given_up_wherever_it_does() throws Exception {
        for (String where : List.of("", "mail", ".")) {
            try (ScriptedMailServer server = new ScriptedMailServer(null)) {
                server.answering(where, "");
                assertRefused(
                        () -> send(mail("127.0.0.1", server.port(), Security.NONE, null)),
                        "did not take the message within 3 s");
            }
        }
    }

    @Test
    void what_hangs_after_it_took_the_message_is_no_failure() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(null)) {
            server.answering("quit", "");
            assertThat(send(mail("127.0.0.1", server.port(), Security.NONE, null)))
                    .isEmpty();
        }
    }

    @Test
    void a_port_where_nobody_listens_is_named() throws Exception {
        ScriptedMailServer server = new ScriptedMailServer(null);
        server.close();
        assertRefused(
                () -> send(mail("127.0.0.1", server.port(), Security.TLS, null)),
                "The mail server 127.0.0.1:" + server.port(),
                "465 is usual");
    }

    @Test
    void a_line_end_in_an_address_never_reaches_a_server() throws Exception {
        try (ScriptedMailServer server = new ScriptedMailServer(null)) {
            assertThatThrownBy(() -> send(mail(
                            "127.0.0.1",
                            server.port(),
                            Security.NONE,
                            null,
                            "ops@example.org>\r\nRCPT TO:<all@example.org")))
                    .isInstanceOfSatisfying(
                            GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD));
            assertThat(server.heard).noneMatch(line -> line.contains("all@example.org"));
        }
    }
}
