package org.datastoreguard.nas;

import java.util.List;
import java.util.Optional;

/** Where the storage machines are kept. Thread-safe. */
public interface NasSystems {
    List<NasSystem> all();

    Optional<NasSystem> find(String id);

    /** The private key of a system, OpenSSH or PEM text; never logged, never answered. */
    byte[] privateKey(String id);

    /** Adds a system with its key pair. @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    void add(NasSystem system, byte[] privateKey);

    /**
     * Replaces a system whose stored version is {@code system.version()}; the stored version grows by one.
     *
     * @throws org.datastoreguard.error.GuardException VERSION_CONFLICT, NOT_FOUND, NAME_TAKEN
     */
    NasSystem update(NasSystem system);

    void remove(String id);
}
