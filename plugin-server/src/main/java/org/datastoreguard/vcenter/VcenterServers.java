package org.datastoreguard.vcenter;

import java.util.List;
import java.util.Optional;

/** Where the vCenters are kept. Thread-safe. */
public interface VcenterServers {
    List<VcenterServer> all();

    Optional<VcenterServer> find(String id);

    /** The password; never logged, never answered. */
    String password(String id);

    /** @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    void add(VcenterServer server, String password);

    /**
     * Replaces a vCenter whose stored version is {@code server.version()}; the stored version grows by one.
     *
     * @throws org.datastoreguard.error.GuardException VERSION_CONFLICT, NOT_FOUND, NAME_TAKEN
     */
    VcenterServer update(VcenterServer server);

    void changePassword(String id, String password);

    void remove(String id);
}
