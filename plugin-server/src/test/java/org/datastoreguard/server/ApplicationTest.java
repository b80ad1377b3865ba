package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.DriverManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.store.DatabaseSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    @TempDir
    static Path directory;

    private static Application.Running server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = Application.start(config(directory.resolve("data"), 0));
        client = HttpClient.newBuilder()
                .sslContext(trusting(directory.resolve("data")))
                .build();
    }

    @AfterAll
    static void stop() {
        server.application().close();
    }

    private static Config config(Path dataDir, int port) {
        Config defaults = Config.defaults(dataDir);
        return new Config(
                dataDir,
                new Config.Listen("127.0.0.1", port),
                null,
                null,
                null,
                defaults.log(),
                null,
                defaults.inventoryRefresh(),
                defaults.runs());
    }

    /** Trusts nothing but the certificate that the server made; the host name is checked too. */
    private static SSLContext trusting(Path dataDir) throws Exception {
        TlsMaterial material = TlsMaterial.read(dataDir.resolve("tls/certificate.pem"), dataDir.resolve("tls/key.pem"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", material.chain().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theSelfMadeCertificateIsTrustedByNameAndAddressOverHttp2() throws Exception {
        HttpResponse<String> byAddress = get("/healthz");
        HttpResponse<String> byName = client.send(
                HttpRequest.newBuilder(
                                URI.create("https://localhost:" + server.url().getPort() + "/healthz"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(byAddress.statusCode()).isEqualTo(200);
        assertThat(byAddress.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(byName.statusCode()).isEqualTo(200);
    }

    @Test
    void whoDoesNotTrustTheCertificateGetsNothing() {
        HttpClient stranger = HttpClient.newHttpClient();

        assertThatThrownBy(() -> stranger.send(
                        HttpRequest.newBuilder(server.url()).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anOlderClientIsServedHttp1() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.url().resolve("/healthz"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void readinessNamesItsParts() throws Exception {
        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ready\",\"checks\":{\"database\":\"up\",\"scheduler\":\"up\"}}");
    }

    @Test
    void metricsTellOfRunsRequestsAndTheRuntime() throws Exception {
        get("/healthz");

        assertThat(get("/metrics").body())
                .contains("datastore_guard_runs{state=\"RUNNING\"} 0.0")
                .contains("http_server_requests_seconds_count{method=\"GET\",status=\"200\"}")
                .contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/plugin/index.html", "/api/docs/index.html", "/nothing/here"})
    void everyAnswerCarriesTheSecurityHeadersAndNoServerVersion(String path) throws Exception {
        var headers = get(path).headers();

        assertThat(headers.firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'self'", "object-src 'none'"));
        assertThat(headers.firstValue("strict-transport-security")).isPresent();
        assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(headers.firstValue("server")).isEmpty();
    }

    @Test
    void whatCarriesADigestInItsNameIsKeptForEverAndAllElseNever() throws Exception {
        String page = get("/plugin/index.html").body();
        String script = page.replaceAll("(?s).*src=\"(main-[A-Z0-9]{8}\\.js)\".*", "$1");

        assertThat(get("/plugin/" + script).headers().firstValue("cache-control"))
                .hasValue("public, max-age=31536000, immutable");
        for (String path : List.of("/plugin/index.html", "/plugin/", "/plugin/host.js")) {
            assertThat(get(path).headers().firstValue("cache-control")).hasValue("no-store");
        }
    }

    @Test
    void thePagesHaveNoScriptInlineWhichThePolicyWouldRefuse() throws Exception {
        assertThat(get("/plugin/index.html").body())
                .contains("<script src=\"/api/ui/htmlClientSdk.js\">", "<script src=\"host.js\">")
                .doesNotContainPattern("<script(?![^>]* src=)|\\son[a-z]+=");
        assertThat(get("/api/ui/htmlClientSdk.js").headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).contains("javascript"));
    }

    @Test
    void theStartPageLeadsToThePlugin() throws Exception {
        assertThat(get("/").headers().firstValue("location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/plugin/"));
        assertThat(get("/plugin/").body()).contains("<title>Datastore Guard</title>");
    }

    @Test
    void theManifestAndEveryAddressInItAreServed() throws Exception {
        HttpResponse<String> manifest = get("/plugin/plugin.json");
        assertThat(manifest.headers().firstValue("cache-control")).hasValue("no-store");
        List<String> addresses = new ObjectMapper().readTree(manifest.body()).findValuesAsText("uri");

        assertThat(addresses).hasSizeGreaterThan(8);
        for (String address : addresses) {
            assertThat(get("/plugin/" + address.replaceAll("#.*", "")).statusCode())
                    .as(address)
                    .isEqualTo(200);
        }
    }

    @Test
    void theArchiveHoldsTheSameManifestAndWhatItNeeds() throws Exception {
        byte[] archive = client.send(
                        HttpRequest.newBuilder(server.url().resolve("/plugin/plugin.zip"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assertThat(files.keySet())
                .containsExactly(
                        "plugin-multi-manifest.json", "plugin.json", "images/icons-light.png", "images/icons-dark.png");
        assertThat(files.get("plugin.json"))
                .isEqualTo(get("/plugin/plugin.json").body());
        assertThat(new ObjectMapper()
                        .readTree(files.get("plugin-multi-manifest.json"))
                        .path("manifests")
                        .get(0)
                        .asText())
                .isEqualTo("plugin.json");
    }

    @Test
    void theQuestionAboutVisibilityReachesTheApiWhichAsksWhoIsThere() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.url().resolve("/plugin/visibility"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"objectIds\": []}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("UNAUTHENTICATED");
    }

    @Test
    void theApiPageShowsOurDocument() throws Exception {
        assertThat(get("/api/docs/swagger-initializer.js").body()).contains("../v1/openapi.json");
        assertThat(get("/api/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plugin/../cli-token", "/plugin/%2e%2e/cli-token", "/plugin//etc/passwd", "/nothing"})
    void whatIsNotServedIsAProblemDocumentWithoutAWordOfTheRequest(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).doesNotContain("passwd", "cli-token", "nothing", "jetty", "Exception");
    }

    /** The refusal comes before the body is read, and clients that go on sending miss it; so only the announcement is sent. */
    @Test
    void aRequestOfMoreThanAMegabyteIsRefused() throws Exception {
        try (Socket socket = client.sslContext()
                .getSocketFactory()
                .createSocket(server.url().getHost(), server.url().getPort())) {
            String announcement = "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n";
            socket.getOutputStream().write(announcement.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);

            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(status).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void secretsInTheDataDirectoryAreTheirOwnersOnly() throws IOException {
        for (String name : new String[] {"master.key", "cli-token", "tls/key.pem"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            directory.resolve("data").resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedWithTheReason() {
        assertThatThrownBy(() -> Application.start(config(directory.resolve("data"), 0)))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContaining("another datastore-guard server");
    }

    @Test
    void aTakenPortIsRefusedWithTheReasonAndNothingStaysBehind(@TempDir Path other) {
        int taken = server.url().getPort();

        assertThatThrownBy(() -> Application.start(config(other, taken)))
                .isInstanceOfSatisfying(
                        GuardException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("in use");
        Application.start(config(other, 0)).application().close();
    }

    @Test
    void aRestartKeepsCertificateAndCommandLineAccess(@TempDir Path other) throws IOException {
        Application.Running first = Application.start(config(other, 0));
        first.application().close();
        String token = Files.readString(other.resolve("cli-token"));

        Application.Running second = Application.start(config(other, 0));
        second.application().close();

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(Files.readString(other.resolve("cli-token"))).isEqualTo(token);
        assertThat(Files.readString(other.resolve("url")).strip())
                .isEqualTo(second.url().toString());
    }

    @Test
    void aLostCommandLineTokenIsReplaced(@TempDir Path other) throws IOException {
        Application.start(config(other, 0)).application().close();
        String token = Files.readString(other.resolve("cli-token"));
        Files.delete(other.resolve("cli-token"));

        Application.start(config(other, 0)).application().close();

        assertThat(Files.readString(other.resolve("cli-token"))).isNotEqualTo(token);
    }

    @Test
    void theServerRunsOnPostgresql(@TempDir Path other) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Config embedded = config(other, 0);
            var database = new DatabaseSettings(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
            Application.Running running = Application.start(new Config(
                    embedded.dataDir(),
                    embedded.listen(),
                    null,
                    null,
                    database,
                    embedded.log(),
                    "node-1",
                    embedded.inventoryRefresh(),
                    embedded.runs()));
            try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
                    var tables = connection.getMetaData().getTables(null, "public", "run", null)) {
                assertThat(tables.next()).isTrue();
            } finally {
                running.application().close();
            }
            assertThat(other.resolve("db")).doesNotExist();
        }
    }
}
