package org.datastoreguard.vcenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;

/**
 * A vCenter simulator of a test's own, without the storage machines: the lab's program with a configuration of its own, so
 * that faults and outages disturb nobody.
 */
public final class LabVcenter implements AutoCloseable {
    private static final Path SCRIPTS =
            Path.of("..", "lab", "vcenter").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path state;
    private final Path config;

    /** @param state an empty folder of the test */
    public LabVcenter(Path state, String configuration) throws IOException {
        this.state = state;
        this.config = Files.writeString(state.resolve("config.json"), configuration);
        start();
    }

    /** Starts it, again after {@link #stop}: port, passwords and certificate are the same then. */
    public void start() throws IOException {
        String binary = last(run(SCRIPTS.resolve("build").toString(), cache().toString()));
        run(SCRIPTS.resolve("start").toString(), binary, state.toString(), config.toString());
    }

    public void stop() throws IOException {
        long pid = Long.parseLong(Files.readString(state.resolve("vcenter.pid")).strip());
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroy();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        });
    }

    private static Path cache() {
        String chosen = System.getenv("DATASTORE_GUARD_CACHE");
        Path folder = chosen == null
                ? Path.of(System.getProperty("user.home"), ".cache", "datastore-guard")
                : Path.of(chosen);
        return folder.resolve("lab");
    }

    private List<String> run(String... command) throws IOException {
        Path out = state.resolve("command.out");
        Path err = state.resolve("command.err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + "\n" + Files.readString(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return Files.readAllLines(out);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** A variable of {@code vcenter.env}, without the prefix {@code LAB_VCENTER_}. */
    public String env(String name) throws IOException {
        Properties variables = new Properties();
        try (var reader = Files.newBufferedReader(state.resolve("vcenter.env"))) {
            variables.load(reader);
        }
        String value = variables.getProperty("LAB_VCENTER_" + name);
        if (value == null) {
            throw new IOException("vcenter.env has no LAB_VCENTER_" + name);
        }
        return value.replaceAll("^['\"]|['\"]$", "");
    }

    public KnownVcenters servers() throws IOException {
        return KnownVcenters.one(URI.create(env("URL")), env("USER"), env("PASSWORD"), env("FINGERPRINT"));
    }

    /** As {@link #servers}, with the vCenter's instance UUID known. */
    public KnownVcenters identified() throws IOException {
        KnownVcenters servers = servers();
        VcenterServer server = servers.server();
        servers.update(new VcenterServer(
                server.id(), server.name(), server.url(), server.username(), server.fingerprint(), env("GUID"), 1));
        return servers;
    }

    /** Cancels a task as an administrator does under Recent Tasks. */
    public void cancelTask(String id) throws IOException {
        Session session = Session.open(servers().server(), env("PASSWORD"), Limits.DEFAULT);
        session.port().cancelTask(Scalars.reference("Task", id));
        session.logout();
    }

    /** Powers the machines of a datastore off, as an administrator does, and waits until they are. */
    public void powerOffAllOn(String datastoreId) throws IOException {
        try (VijavaVcenters vcenters = new VijavaVcenters(servers(), Clock.systemUTC(), Limits.DEFAULT)) {
            Session session = Session.open(servers().server(), env("PASSWORD"), Limits.DEFAULT);
            for (Vm vm : vcenters.vmSnapshots().on("vc1", datastoreId)) {
                session.port().powerOffVM_Task(Scalars.reference("VirtualMachine", vm.id()));
            }
            session.logout();
            Awaitility.await("that the machines are off")
                    .until(() -> vcenters.vmSnapshots().on("vc1", datastoreId).stream()
                            .allMatch(vm -> vm.power() == Power.OFF));
        }
    }

    /** One request to the control interface; the answer must be a success. */
    public JsonNode control(String method, String path, Map<String, ?> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(env("CONTROL") + path))
                .header("X-Lab", "1")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        try {
            HttpResponse<String> answer = trusting().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public JsonNode get(String path) throws IOException {
        return control("GET", path, Map.of());
    }

    public void post(String path, Map<String, ?> body) throws IOException {
        control("POST", path, body);
    }

    /** The state of each object by an alarm, as JSON of ids and colours. */
    public String alarm(String name) throws IOException {
        for (JsonNode alarm : get("/alarms")) {
            if (alarm.path("name").asText().equals(name)) {
                return alarm.path("states").toString();
            }
        }
        throw new IOException("there is no alarm " + name);
    }

    /** How often a method was called since the counters were reset. */
    public int calls(String method) throws IOException {
        return get("/calls").path("calls").path(method).asInt(0);
    }

    private HttpClient trusting() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {new PinnedTrust(Fingerprint.parse(env("FINGERPRINT")))},
                    new SecureRandom());
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
