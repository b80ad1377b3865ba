package org.datastoreguard.api;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.datastoreguard.notify.LocalCertificate;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A door with TLS to a running server, since the command line takes no other; its certificate is made for it. */
final class TlsDoor {
    private final ServerConnector connector;
    private final String fingerprint;

    TlsDoor(Server server, Path directory) throws Exception {
        LocalCertificate made = LocalCertificate.made(directory, "localhost", "ip:127.0.0.1");
        fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(made.certificate().getEncoded()));
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(made.store());
        tls.setKeyStorePassword(LocalCertificate.PASSWORD);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        connector =
                new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        connector.start();
    }

    /** What the command line needs in its environment to come in. */
    Map<String, String> environment(String token) {
        return Map.of(
                "DATASTORE_GUARD_URL",
                "https://127.0.0.1:" + connector.getLocalPort(),
                "DATASTORE_GUARD_FINGERPRINT",
                fingerprint,
                "DATASTORE_GUARD_TOKEN",
                token);
    }
}
