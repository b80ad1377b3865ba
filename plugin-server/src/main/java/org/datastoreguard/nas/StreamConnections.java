package org.datastoreguard.nas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The connections that carry a stream each, beside the one for everything else: a stream that has to wait holds up its whole
 * connection. Thread-safe.
 */
final class StreamConnections implements AutoCloseable {
    private final Supplier<SshConnection> fresh;
    private final Set<SshConnection> open = new HashSet<>();

    StreamConnections(Supplier<SshConnection> fresh) {
        this.fresh = fresh;
    }

    synchronized SshConnection open() {
        SshConnection connection = fresh.get();
        open.add(connection);
        return connection;
    }

    void close(SshConnection connection) {
        connection.close();
        synchronized (this) {
            open.remove(connection);
        }
    }

    /** Ends the streams. */
    @Override
    public void close() {
        List<SshConnection> left;
        synchronized (this) {
            left = new ArrayList<>(open);
        }
        left.forEach(this::close);
    }
}
