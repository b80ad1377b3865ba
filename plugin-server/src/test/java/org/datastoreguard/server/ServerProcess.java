package org.datastoreguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;

/**
 * The server as a process of its own, on a data directory that outlives it: it can be killed as a power cut would and
 * started again. Talks to it over HTTPS as an administrator.
 */
public final class ServerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofMinutes(3);

    private final Path dataDir;
    private final Path log;
    private final Process process;
    private final URI url;
    private final String token;
    private HttpClient client;

    private ServerProcess(Path dataDir, Path log, Process process) throws Exception {
        this.dataDir = dataDir;
        this.log = log;
        this.process = process;
        try {
            Awaitility.await("the server's start")
                    .atMost(START)
                    .ignoreExceptions()
                    .until(this::isReady);
            this.url = url();
            this.token = Files.readString(dataDir.resolve("cli-token")).strip();
            this.client = trustingClient();
        } catch (Exception e) {
            process.destroyForcibly();
            throw new AssertionError("The server did not start: " + log(), e);
        }
    }

    private boolean isReady() throws Exception {
        assertThat(process.isAlive()).as(() -> log()).isTrue();
        return trustingClient()
                        .send(HttpRequest.newBuilder(url().resolve("/readyz")).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** A start that has not got to it yet shows the address of the start before, where nobody answers. */
    private URI url() throws IOException {
        return URI.create(Files.readString(dataDir.resolve("url")).strip());
    }

    /** @param directory holds the data directory and the log; the same one for a restart */
    public static ServerProcess start(Path directory) throws Exception {
        Path dataDir = directory.resolve("data");
        Path config = directory.resolve("config.yaml");
        Files.writeString(config, "listen:\n  host: 127.0.0.1\n  port: 0\n");
        Path log = Files.createTempFile(directory, "server", ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.datastoreguard.cli.DatastoreGuard",
                        "serve",
                        "--config",
                        config.toString(),
                        "--data-dir",
                        dataDir.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServerProcess(dataDir, log, process);
    }

    private HttpClient trustingClient() throws Exception {
        TlsMaterial material = TlsMaterial.read(dataDir.resolve("tls/certificate.pem"), dataDir.resolve("tls/key.pem"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", material.chain().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** Trusts the certificate that lies there now, after it was replaced. */
    void trustAgain() throws Exception {
        client = trustingClient();
    }

    /** @param json the body; empty for none */
    public Answer call(String method, String path, String json) throws IOException, InterruptedException {
        return call(method, path, json, "Authorization", "Bearer " + token);
    }

    /** As whoever the header says. */
    Answer call(String method, String path, String json, String header, String value)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(url.resolve("/api/v1" + path))
                        .header(header, value)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** A call that succeeds. */
    public JsonNode ok(String method, String path, String json) throws IOException, InterruptedException {
        Answer answer = call(method, path, json);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    public JsonNode run(String id) throws IOException, InterruptedException {
        return ok("GET", "/runs/" + id, "");
    }

    /** Waits until the run has ended. */
    public JsonNode ended(String id) {
        List<String> open = List.of("QUEUED", "WAITING", "RUNNING");
        return Awaitility.await("the end of run " + id)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> run(id), run -> !open.contains(run.get("state").asText()));
    }

    /** All that the server wrote. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it without any chance to tidy up, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    public record Answer(int status, String body) {
        public JsonNode json() throws IOException {
            return JSON.readTree(body.isEmpty() ? "null" : body);
        }
    }
}
