package org.datastoreguard.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.NasSystems;

/** Storage machines kept in memory, all opened by one private key unless one was added with another. */
public final class KnownSystems implements NasSystems {
    private final Map<String, NasSystem> systems = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> keys = new ConcurrentSkipListMap<>();
    private final byte[] defaultKey;

    public KnownSystems(byte[] defaultKey) {
        this.defaultKey = defaultKey.clone();
    }

    static KnownSystems openedBy(Path key) {
        try {
            return new KnownSystems(Files.readAllBytes(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds or replaces, whatever the version. */
    public void put(NasSystem system) {
        systems.put(system.id(), system);
    }

    @Override
    public List<NasSystem> all() {
        return List.copyOf(systems.values());
    }

    @Override
    public Optional<NasSystem> find(String id) {
        return Optional.ofNullable(systems.get(id));
    }

    @Override
    public byte[] privateKey(String id) {
        return keys.getOrDefault(id, defaultKey).clone();
    }

    @Override
    public void add(NasSystem system, byte[] privateKey) {
        if (systems.values().stream().anyMatch(known -> known.name().equals(system.name()))) {
            throw new GuardException(ErrorCode.NAME_TAKEN, "There is a NAS system " + system.name() + " already");
        }
        keys.put(system.id(), privateKey.clone());
        systems.put(system.id(), system);
    }

    @Override
    public NasSystem update(NasSystem system) {
        put(system);
        return system;
    }

    @Override
    public void remove(String id) {
        systems.remove(id);
        keys.remove(id);
    }
}
