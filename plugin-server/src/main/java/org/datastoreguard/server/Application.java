package org.datastoreguard.server;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.datastoreguard.config.Config;
import org.datastoreguard.error.GuardException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server. Started as a whole or not at all; closing it stops the parts in the reverse order of their start.
 * Thread-safe.
 */
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Application() {}

    /**
     * Starts the server and returns when it is ready.
     *
     * @throws GuardException when it cannot start; nothing of it is left running then
     */
    public static Running start(Config config) {
        Application application = new Application();
        try {
            return new Composition(config, application).start();
        } catch (RuntimeException e) {
            application.close();
            throw e;
        }
    }

    /**
     * Sets up the log, starts the server and returns after it was told to end (SIGTERM, SIGINT) and has ended.
     *
     * @throws GuardException when it cannot start
     */
    public static void serve(Config config) throws InterruptedException {
        Logging.start(config.log());
        Application application = start(config).application();
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "stop"));
        application.awaitClosed();
    }

    /**
     * A started server.
     *
     * @param url where it answers
     * @param fingerprint SHA-256 of the certificate it answers with
     */
    public record Running(Application application, URI url, String fingerprint) {}

    /** Adds a part that was just started. */
    <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    /** Waits until the server was closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop properly", part.getClass().getSimpleName(), e);
            }
        }
        closed.countDown();
    }
}
