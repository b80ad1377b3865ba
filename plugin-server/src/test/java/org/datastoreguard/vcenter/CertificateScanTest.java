package org.datastoreguard.vcenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;

class CertificateScanTest {
    private static final Limits QUICK = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 10);

    /** Where the answer comes at once, however busy the machine is that judges it. */
    private static final Limits PATIENT = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1 << 10);

    private static URI at(int port) {
        return URI.create("https://127.0.0.1:" + port + "/sdk");
    }

    @Test
    void a_certificate_is_shown_and_nothing_is_asked_of_who_shows_it() throws Exception {
        try (FakeVcenter fake = new FakeVcenter()) {
            X509Certificate shown =
                    new CertificateScan().scan(URI.create(fake.sdk().toString()));

            assertThat(Fingerprint.of(shown)).isEqualTo(fake.fingerprint());
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=somewhere-else");
            assertThat(fake.sent()).isEmpty();
        }
    }

    @Test
    void a_machine_that_says_nothing_is_not_waited_for() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(QUICK, silent.getLocalPort()))
                    .isIn(ErrorCode.VCENTER_TIMEOUT, ErrorCode.VCENTER_UNREACHABLE);
        }
    }

    @Test
    void what_has_no_tls_or_is_not_there_shows_none() throws Exception {
        ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        int port = plain.getLocalPort();
        try (plain) {
            aside(() -> answerAllPlainly(plain));
            assertThat(refusal(PATIENT, port)).isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
        }
        assertThat(refusal(PATIENT, port)).isEqualTo(ErrorCode.VCENTER_UNREACHABLE);
    }

    /** Whoever calls: the port may have been another's a moment ago, whose clients still try it. */
    private static void answerAllPlainly(ServerSocket plain) {
        try {
            while (true) {
                Socket caller = plain.accept();
                aside(() -> answerPlainly(caller));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void answerPlainly(Socket caller) {
        try (caller) {
            caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void aside(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static ErrorCode refusal(Limits limits, int port) {
        return catchThrowableOfType(GuardException.class, () -> new CertificateScan(limits).scan(at(port)))
                .code();
    }
}
