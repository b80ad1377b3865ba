package org.datastoreguard.server;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.datastoreguard.api.ServerFacts;
import org.datastoreguard.config.Config;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Where the server is reached: its port, its certificate and the address that others are told. */
final class Door implements ServerFacts, AutoCloseable {
    private final String version = Product.version();
    private final TlsFiles files;
    private final TlsWatch certificate;
    private final WebServer server;
    private final URI url;

    Door(Config config, Clock clock, SecureRandom random) {
        files = TlsFiles.of(config, new SelfMadeCertificate(names(config), clock, random));
        TlsMaterial material = files.read();
        SslContextFactory.Server tls = WebServer.tls(material);
        certificate = new TlsWatch(files, tls, material);
        server = new WebServer(config.listen(), tls);
        URI configured = config.publicUrl();
        url = configured != null ? configured : PublicAddress.of(config.listen().host(), server.port());
    }

    private static List<String> names(Config config) {
        URI configured = config.publicUrl();
        return MachineNames.all(configured == null ? List.of() : List.of(configured.getHost()));
    }

    URI url() {
        return url;
    }

    /** Where the certificate lies that is served, now and after it was replaced. */
    Path certificateFile() {
        return files.certificate();
    }

    /** To be run now and then. */
    TlsWatch certificateWatch() {
        return certificate;
    }

    void open(Handler site) {
        server.serve(site);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public PluginAddress pluginAddress() {
        TlsMaterial served = certificate.served();
        return new PluginAddress(
                url + "/plugin/plugin.json", served.fingerprint(), Product.numericVersion(version), served.pem());
    }

    @Override
    public ServedCertificate certificate() {
        return certificate.served().described();
    }

    @Override
    public void close() {
        server.close();
    }
}
