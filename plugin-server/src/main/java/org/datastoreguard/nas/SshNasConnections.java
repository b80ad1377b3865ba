package org.datastoreguard.nas;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.SshSessions.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One persistent SSH session per storage machine, and one more for each stream that passes through this server. A system whose host, user or keys were changed gets a new session and
 * what ran over the old one ends; a changed name or list of addresses disturbs nothing.
 */
public final class SshNasConnections implements NasConnections {
    private final NasSystems systems;
    private final Map<String, Open> open = new HashMap<>();

    public SshNasConnections(NasSystems systems) {
        this.systems = systems;
    }

    private record Open(SshConnection connection, Channels channels, StreamConnections streams) {}

    @Override
    public Nas nas(String nasSystemId) {
        NasSystem system = systems.find(nasSystemId).orElseThrow(() -> {
            forget(nasSystemId);
            return new GuardException(ErrorCode.NOT_FOUND, "There is no NAS system " + nasSystemId);
        });
        Open current = current(system);
        return new SshNas(system, current.connection(), current.channels(), current.streams());
    }

    private synchronized Open current(NasSystem system) {
        Endpoint endpoint = Endpoint.of(system);
        Open known = open.get(system.id());
        if (known != null && known.connection().endpoint().equals(endpoint)) {
            return known;
        }
        closeIfOpen(known);
        Supplier<SshConnection> connection = () -> new SshConnection(endpoint, () -> systems.privateKey(system.id()));
        Open fresh = new Open(connection.get(), new Channels(), new StreamConnections(connection));
        open.put(system.id(), fresh);
        return fresh;
    }

    private synchronized void forget(String nasSystemId) {
        closeIfOpen(open.remove(nasSystemId));
    }

    private static void closeIfOpen(@Nullable Open known) {
        if (known != null) {
            known.connection().close();
            known.streams().close();
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(SshNasConnections::closeIfOpen);
        open.clear();
    }
}
