package org.datastoreguard.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.datastoreguard.config.Config;

/**
 * Starts and uses a server in a directory of its own and ends, so that the Java runtime can keep the classes it loaded in
 * an archive ({@code -XX:ArchiveClassesAtExit}). A server and a command line that find the archive start in about half
 * the time. Run by the build, and by {@code datastore-guard make-class-archive}.
 */
public final class ClassArchive {
    private static final List<String> ASKED =
            List.of("/readyz", "/metrics", "/plugin/", "/api/v1/about", "/api/v1/snapshot-tasks", "/api/v1/runs");

    private ClassArchive() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        Path directory = Files.createTempDirectory("datastore-guard-archive");
        try {
            use(directory);
        } finally {
            delete(directory);
        }
    }

    private static void use(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Config defaults = Config.defaults(directory);
        Logging.start(new Config.Log(Config.Log.Format.TEXT, Config.Log.Level.WARN));
        Application.Running running = Application.start(new Config(
                directory,
                new Config.Listen("127.0.0.1", 0),
                null,
                null,
                null,
                defaults.log(),
                null,
                defaults.inventoryRefresh(),
                defaults.runs()));
        try {
            HttpClient client = client(directory);
            String token = Files.readString(directory.resolve("cli-token")).strip();
            for (String path : ASKED) {
                ask(client, running.url().resolve(path), token);
            }
        } finally {
            running.application().close();
        }
    }

    private static HttpClient client(Path directory) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        TlsMaterial material =
                TlsMaterial.read(directory.resolve("tls/certificate.pem"), directory.resolve("tls/key.pem"));
        trusted.setCertificateEntry("server", material.chain().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static void ask(HttpClient client, URI url, String token) throws IOException, InterruptedException {
        int status = client.send(
                        HttpRequest.newBuilder(url)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
        if (status >= 500) {
            throw new IOException(url + " answered " + status);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
