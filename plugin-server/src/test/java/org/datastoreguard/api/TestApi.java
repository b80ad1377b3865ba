package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.jobs.RunEvents;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.jobs.StoredNeeds;
import org.datastoreguard.jobs.StoredRunsUnderWay;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.nas.SshNasConnections;
import org.datastoreguard.notify.Links;
import org.datastoreguard.notify.MailSender;
import org.datastoreguard.notify.Postman;
import org.datastoreguard.notify.WebhookSender;
import org.datastoreguard.recovery.Recovery;
import org.datastoreguard.recovery.RestoreOrders;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.security.AesGcmSecretBox;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.DelegatedSessions;
import org.datastoreguard.security.Logins;
import org.datastoreguard.security.MasterKeyFile;
import org.datastoreguard.security.Role;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.snapshot.VmJournal;
import org.datastoreguard.snapshot.VmResults;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredApiTokens;
import org.datastoreguard.store.StoredAudit;
import org.datastoreguard.store.StoredChannels;
import org.datastoreguard.store.StoredIdempotencyKeys;
import org.datastoreguard.store.StoredNasSystems;
import org.datastoreguard.store.StoredOneTimeSnapshots;
import org.datastoreguard.store.StoredOutbox;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRestoreOrders;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.store.StoredVcenterServers;
import org.datastoreguard.store.StoredVmJournal;
import org.datastoreguard.store.StoredVmResults;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.datastoreguard.vcenter.VijavaPersonalSessions;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/** The real API on a real Jetty with the real store in an H2 file; only the machines outside are played by the test. */
final class TestApi implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final Path directory;
    final Database database;
    final Clock clock = Clock.systemUTC();
    final ApiTokens tokens;
    final Audit audit;
    final VcenterServers vcenterServers;
    final NasSystems nasSystems;
    private final NasConnections nasConnections;
    final SnapshotTasks snapshotTasks;
    final ReplicationTasks replicationTasks;
    final VmResults vmResults;
    final VmJournal vmJournal;
    final RestoreOrders restoreOrders;
    final Runs runs;
    final StoredChannels channels;
    final StoredOutbox outbox;
    final Postman postman;
    /** The channels that were to be looked at at once, by their ids. */
    final List<String> hurried = new CopyOnWriteArrayList<>();

    final PlayedVcenters vcenters = new PlayedVcenters();
    final PlayedInventory inventory = new PlayedInventory();
    final PlayedJobs jobs;
    final DelegatedSessions delegated;
    final Logins logins;
    private final ApiApplication application;
    private final Server server = new Server(0);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String admin;

    TestApi(Path directory) throws Exception {
        this(directory, null);
    }

    /** @param machines in place of SSH sessions to {@link #nasSystems}; null for those */
    TestApi(Path directory, @Nullable NasConnections machines) throws Exception {
        this.directory = directory;
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        var secrets = new AesGcmSecretBox(
                new MasterKeyFile(directory.resolve("master.key")).readOrCreate(new SecureRandom()),
                new SecureRandom());
        tokens = new StoredApiTokens(database, clock, new SecureRandom());
        audit = new StoredAudit(database, clock);
        vcenterServers = new StoredVcenterServers(database, secrets);
        nasSystems = new StoredNasSystems(database, secrets);
        nasConnections = machines == null ? new SshNasConnections(nasSystems) : machines;
        snapshotTasks = new StoredSnapshotTasks(database);
        replicationTasks = new StoredReplicationTasks(database);
        vmResults = new StoredVmResults(database);
        vmJournal = new StoredVmJournal(database);
        restoreOrders = new StoredRestoreOrders(database);
        runs = new StoredRuns(database);
        channels = new StoredChannels(database, secrets);
        outbox = new StoredOutbox(database);
        Links links = new Links(URI.create("https://guard.example.com"));
        SSLContext trust = SSLContext.getDefault();
        postman = new Postman(new MailSender(trust, links, clock), new WebhookSender(trust, links));
        jobs = new PlayedJobs(runs, clock);
        delegated = new DelegatedSessions(vcenterServers, new VijavaPersonalSessions(), clock);
        logins = new Logins(vcenterServers, new VijavaPersonalSessions(), clock, new SecureRandom());
        application = new ApiApplication(services());
        start();
        admin = token("admin", Role.CONFIGURE);
    }

    private ApiServices services() {
        return new ApiServices(
                new Facts(),
                clock,
                tokens,
                delegated,
                logins,
                audit,
                new StoredIdempotencyKeys(database, clock),
                vcenterServers,
                vcenters,
                nasSystems,
                nasConnections,
                inventory,
                snapshotTasks,
                replicationTasks,
                vmResults,
                new StoredOneTimeSnapshots(database),
                recovery(),
                vmJournal,
                jobs,
                runs,
                jobs,
                channels,
                outbox,
                postman,
                hurried::add);
    }

    /** Whether the machines of {@link #machines} are asked in vain. */
    @Nullable
    GuardException machinesProblem;

    /** The virtual machines by the id of their datastore. */
    final Map<String, List<Vm>> machines = new HashMap<>();

    private Recovery recovery() {
        return new Recovery(new Recovery.Parts(
                inventory,
                vcenterServers,
                (vcenterId, datastoreId) -> {
                    if (machinesProblem != null) {
                        throw machinesProblem;
                    }
                    return machines.getOrDefault(datastoreId, List.of());
                },
                nasConnections,
                snapshotTasks::all,
                replicationTasks::all,
                new StoredNeeds(replicationTasks, new SourceResolver(inventory, vcenterServers), nasConnections),
                new StoredRunsUnderWay(runs),
                restoreOrders,
                clock));
    }

    private void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ServletContainer(application)), "/api/v1/*");
        server.setHandler(context);
        server.start();
    }

    String token(String name, Role role) {
        return tokens.create(name, role, null).secret();
    }

    URI uri(String path) {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return URI.create("http://127.0.0.1:" + port + "/api/v1" + path);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Sends as the administrator, unless the headers name somebody else. */
    Answer send(String method, String path, @Nullable String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (!Arrays.asList(headers).contains("Authorization")) {
            all.addAll(List.of("Authorization", "Bearer " + admin));
        }
        all.addAll(List.of(headers));
        return sendExactly(method, path, body, all);
    }

    Answer sendExactly(String method, String path, @Nullable String body, List<String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(new String[0]));
        }
        try {
            return new Answer(sent(request.build()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Jetty closes a connection when it has answered before it read a body, such as for want of a right; a client that uses
     * it again in that moment finds it closed, and its request was read by nobody.
     */
    private HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("received no bytes")) {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            throw e;
        }
    }

    HttpClient http() {
        return http;
    }

    HttpRequest.Builder asAdmin(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + admin);
    }

    /** The environment of a command line that speaks to this API as an administrator. */
    Map<String, String> commandLine(Path directory) throws Exception {
        return new TlsDoor(server, directory).environment(admin);
    }

    void datastore(MappedDatastore datastore) {
        inventory.add(datastore);
    }

    RunEvents events() {
        return jobs;
    }

    @Override
    public void close() throws Exception {
        server.stop();
        application.close();
        delegated.close();
        logins.close();
        nasConnections.close();
        postman.close();
        database.close();
    }

    private static final class Facts implements ServerFacts {
        @Override
        public String version() {
            return "9.9.9";
        }

        @Override
        public PluginAddress pluginAddress() {
            return new PluginAddress(
                    "https://plugin.example.com/plugin/plugin.json", PlayedVcenters.FINGERPRINT, "9.9.9.0");
        }

        @Override
        public ServedCertificate certificate() {
            return new ServedCertificate(
                    "CN=plugin.example.com",
                    List.of("plugin.example.com", "192.0.2.1"),
                    "CN=Example CA",
                    Instant.EPOCH,
                    Instant.parse("2030-01-01T00:00:00Z"),
                    PlayedVcenters.FINGERPRINT,
                    false);
        }
    }

    /** An answer, read as JSON. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (Exception e) {
                throw new IllegalStateException(response.body(), e);
            }
        }

        String text() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return json().path("code").asText();
        }

        /** {@code field: message}, one for each broken rule. */
        List<String> errors() {
            List<String> errors = new ArrayList<>();
            json().path("errors")
                    .forEach(e -> errors.add(
                            e.get("field").asText() + ": " + e.get("message").asText()));
            return errors;
        }

        List<String> fields() {
            return json().path("errors").findValuesAsText("field");
        }
    }
}
