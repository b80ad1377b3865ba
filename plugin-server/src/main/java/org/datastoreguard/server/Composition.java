package org.datastoreguard.server;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.datastoreguard.config.Config;
import org.datastoreguard.security.AesGcmSecretBox;
import org.datastoreguard.security.MasterKeyFile;
import org.datastoreguard.security.SecretBox;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.StoredApiTokens;
import org.datastoreguard.store.StoredRuns;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the server together by plain constructors. This is the only place that knows which class stands behind which
 * port.
 */
final class Composition {
    private static final Logger LOG = LoggerFactory.getLogger(Composition.class);

    private final Config config;
    private final Application application;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();

    Composition(Config config, Application application) {
        this.config = config;
        this.application = application;
    }

    Application.Running start() {
        Installation installation = application.started(Installation.open(config.dataDir()));
        SecretBox secrets =
                new AesGcmSecretBox(new MasterKeyFile(installation.masterKey()).readOrCreate(random), random);
        Database database = application.started(Database.open(config.databaseOrEmbedded()));
        StoredRuns runs = new StoredRuns(database);
        AtomicBoolean working = new AtomicBoolean();
        Metrics metrics = application.started(new Metrics(runs::countByState));
        Probes probes = new Probes(Map.of("database", database::answers, "scheduler", working::get), metrics);
        Housekeeping housekeeping = application.started(new Housekeeping());
        housekeeping.daily(() -> runs.purge(clock.instant().minus(config.runsKept())));
        Application.Running running = serve(new ResourceConfig(), probes, metrics, housekeeping);
        CommandLineAccess.grant(
                installation, new StoredApiTokens(database, clock, random), installation.nodeId(config), running.url());
        working.set(true);
        LOG.info("Ready at {}, certificate {}", running.url(), running.fingerprint());
        return running;
    }

    private Application.Running serve(ResourceConfig api, Probes probes, Metrics metrics, Housekeeping housekeeping) {
        TlsFiles files = TlsFiles.of(config, new SelfMadeCertificate(MachineNames.all(publicNames()), clock, random));
        TlsMaterial material = files.read();
        SslContextFactory.Server tls = WebServer.tls(material);
        WebServer server = new WebServer(config.listen(), tls, Site.of(api, probes, metrics));
        server.start();
        application.started(server);
        housekeeping.everyFewSeconds(new TlsWatch(files, tls, material));
        return new Application.Running(application, url(server), material.fingerprint());
    }

    private List<String> publicNames() {
        URI url = config.publicUrl();
        return url == null ? List.of() : List.of(url.getHost());
    }

    private URI url(WebServer server) {
        URI configured = config.publicUrl();
        return configured != null
                ? configured
                : PublicAddress.of(config.listen().host(), server.port());
    }
}
