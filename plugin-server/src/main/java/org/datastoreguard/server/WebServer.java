package org.datastoreguard.server;

import java.io.IOException;
import java.time.Duration;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty: HTTPS with HTTP/2 and HTTP/1.1 on one port, and nothing without TLS. */
final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MAX_THREADS = 60;
    private static final int MIN_THREADS = 4;
    private static final Duration IDLE = Duration.ofSeconds(60);
    /** Requests under way get this long to end; live event streams never would. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;

    /**
     * Takes the port at once, so that its number is known to what will be served and nothing is begun in vain; clients
     * wait until {@link #serve}.
     *
     * @throws GuardException CONFIG_INVALID when the port cannot be had
     */
    WebServer(Config.Listen listen, SslContextFactory.Server tls) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("http");
        server = new Server(threads);
        server.setStopTimeout(GRACE.toMillis());
        server.setErrorHandler(new ProblemHandler());
        connector = connector(server, tls);
        connector.setHost(listen.host());
        connector.setPort(listen.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    static SslContextFactory.Server tls(TlsMaterial material) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(material.keyStore());
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
        return tls;
    }

    private static ServerConnector connector(Server server, SslContextFactory.Server tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        // vCenter calls the server by address, where there is no name to compare.
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(http),
                http1);
    }

    void serve(Handler handler) {
        server.setHandler(new GracefulHandler(handler));
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw refused(e);
        }
    }

    private GuardException refused(Exception e) {
        return new GuardException(
                ErrorCode.CONFIG_INVALID,
                "Nothing can be served at " + connector.getHost() + ":" + connector.getPort() + ": " + reason(e),
                e);
    }

    /** The innermost cause says most: "Address already in use" rather than "Failed to bind". */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    /** The port it listens on, which the system chose when 0 was configured. */
    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
            connector.close();
        } catch (Exception e) {
            // The process ends; what could not be stopped ends with it.
            LOG.debug("Stopping", e);
        }
    }
}
