package org.datastoreguard.nas;

/** Opens and keeps the sessions to the storage machines. Thread-safe. */
public interface NasConnections extends AutoCloseable {
    /** @throws org.datastoreguard.error.GuardException NOT_FOUND; connecting happens at first use */
    Nas nas(String nasSystemId);

    @Override
    void close();
}
