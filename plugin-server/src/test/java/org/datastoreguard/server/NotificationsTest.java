package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, as a process of its own, and a real mail server. */
class NotificationsTest {
    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private ServerProcess server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        mails.start();
        server = ServerProcess.start(directory);
    }

    @AfterEach
    void stop() {
        server.close();
        mails.stop();
    }

    @Test
    void a_run_that_fails_arrives_as_a_mail_with_the_reason_and_where_to_read_on() throws Exception {
        String channel = server.ok("POST", "/notification-channels", """
                        {"name": "ops", "kind": "MAIL", "mail": {"host": "127.0.0.1", "port": %d, "security": "NONE",
                         "from": "guard@example.org", "to": ["ops@example.org"]}}""".formatted(
                                mails.getSmtp().getPort()))
                .get("id")
                .asText();
        String nas = server.ok("POST", "/nas-systems", """
                        {"name": "gone", "host": "127.0.0.1", "port": 1, "hostKey": "%s"}""".formatted(HOST_KEY))
                .get("id")
                .asText();
        String task = server.ok("POST", "/snapshot-tasks", """
                        {"name": "nightly", "source": {"nasSystemId": "%s", "dataset": "tank/vm"}, "interval": "P1D"}""".formatted(nas))
                .get("id")
                .asText();
        server.ended(server.ok("POST", "/snapshot-tasks/" + task + "/run", "{}")
                .get("id")
                .asText());

        assertThat(mails.waitForIncomingEmail(Duration.ofSeconds(60).toMillis(), 1))
                .isTrue();
        MimeMessage mail = mails.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Datastore Guard: Snapshot task nightly failed");
        assertThat(mail.getContent().toString()).contains("NAS_UNREACHABLE", "/plugin/runbook/NAS_UNREACHABLE.html");
        Awaitility.await()
                .untilAsserted(() -> assertThat(server.ok("GET", "/notification-channels/" + channel, "")
                                .path("lastSent")
                                .asText())
                        .isNotEmpty());
    }

    private static final String HOST_KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
}
