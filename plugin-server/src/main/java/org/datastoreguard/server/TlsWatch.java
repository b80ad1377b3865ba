package org.datastoreguard.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.datastoreguard.error.GuardException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a changed certificate into service without a restart. A pair that is not complete or does not match yet is left
 * alone, with a warning, until it is; the old one stays in service. Run by one thread at a time.
 */
final class TlsWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

    private final TlsFiles files;
    private final SslContextFactory.Server tls;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile TlsMaterial served;
    private String seen;

    TlsWatch(TlsFiles files, SslContextFactory.Server tls, TlsMaterial served) {
        this.files = files;
        this.tls = tls;
        this.served = served;
        this.seen = files.state();
    }

    /** What is served at the moment. */
    TlsMaterial served() {
        return served;
    }

    /** Has {@code listener} run, by the thread that watches, whenever another certificate was put into service. */
    void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void run() {
        String state = files.state();
        if (!state.equals(seen)) {
            seen = state;
            reload();
        }
    }

    private void reload() {
        try {
            TlsMaterial fresh = files.read();
            tls.reload(factory -> factory.setKeyStore(fresh.keyStore()));
            served = fresh;
            LOG.info("Serving the changed certificate {}", fresh.fingerprint());
            listeners.forEach(Runnable::run);
        } catch (GuardException e) {
            LOG.warn("The changed certificate is not used, the old one stays in service: {}", e.message());
        } catch (Exception e) {
            LOG.warn("The changed certificate is not used, the old one stays in service", e);
        }
    }
}
