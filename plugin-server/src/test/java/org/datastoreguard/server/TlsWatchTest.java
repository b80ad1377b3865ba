package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.GuardException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replaces the files of a listening server, and asks over the wire which certificate it serves. */
class TlsWatchTest {
    @TempDir
    Path directory;

    private TlsFiles files;
    private TlsMaterial first;
    private TlsWatch watch;
    private WebServer server;

    @BeforeEach
    void start() {
        files = made("served");
        first = files.read();
        SslContextFactory.Server tls = WebServer.tls(first);
        watch = new TlsWatch(files, tls, first);
        watch.whenChanged(() -> told.add(watch.served()));
        server = new WebServer(new Config.Listen("127.0.0.1", 0), tls);
        server.serve(new Handler.Sequence());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What was served whenever the watch told of a change. */
    private final List<TlsMaterial> told = new ArrayList<>();

    private TlsFiles made(String name) {
        Path folder = directory.resolve(name);
        new SelfMadeCertificate(List.of("guard.example.org", "192.0.2.1"), Clock.systemUTC(), new SecureRandom())
                .write(folder);
        return new TlsFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    private static void replace(Path served, Path by) throws IOException {
        Files.copy(by, served, StandardCopyOption.REPLACE_EXISTING);
    }

    private X509Certificate onTheWire() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anything()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void theServedCertificateIsDescribedForPeople() {
        var described = first.described();

        assertThat(described.subject()).isEqualTo("O=Datastore Guard,CN=guard.example.org");
        assertThat(described.names()).containsExactly("guard.example.org", "192.0.2.1");
        assertThat(described.selfSigned()).isTrue();
        assertThat(described.validUntil()).isEqualTo(first.expiry());
        assertThat(described.fingerprint()).isEqualTo(first.fingerprint());
    }

    @Test
    void aReplacedPairIsServedWithoutARestart() throws Exception {
        TlsFiles fresh = made("fresh");
        replace(files.certificate(), fresh.certificate());
        replace(files.key(), fresh.key());

        watch.run();

        assertThat(onTheWire()).isEqualTo(fresh.read().chain().get(0));
        assertThat(watch.served()).isEqualTo(fresh.read());
        watch.run();
        assertThat(told).containsExactly(fresh.read());
    }

    @Test
    void aPairOfWhichOnlyOneFileIsNewStaysOutOfServiceUntilTheOtherFollows() throws Exception {
        TlsFiles fresh = made("fresh");
        replace(files.certificate(), fresh.certificate());
        watch.run();
        assertThat(onTheWire()).isEqualTo(first.chain().get(0));
        assertThat(told).isEmpty();

        replace(files.key(), fresh.key());
        watch.run();
        assertThat(onTheWire()).isEqualTo(fresh.read().chain().get(0));
    }

    @Test
    void aHalfWrittenOrMissingFileLeavesTheOldPairInService() throws Exception {
        String key = Files.readString(files.key());
        Files.writeString(files.key(), key.substring(0, 60));
        watch.run();
        Files.delete(files.certificate());
        watch.run();

        assertThat(onTheWire()).isEqualTo(first.chain().get(0));
        assertThatThrownBy(files::read)
                .isInstanceOf(GuardException.class)
                .hasMessageNotContaining(key.substring(30, 50));
    }

    @Test
    void theSelfMadeCertificateNamesHostAndAddress() throws Exception {
        assertThat(onTheWire().getSubjectAlternativeNames())
                .extracting(name -> String.valueOf(name.get(1)))
                .containsExactly("guard.example.org", "192.0.2.1");
    }

    /** The test compares certificates itself. */
    private static final class Anything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
