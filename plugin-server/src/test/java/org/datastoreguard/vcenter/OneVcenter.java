package org.datastoreguard.vcenter;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The vCenters of a test: exactly one, kept in memory, which can be replaced while it is in use. */
public final class OneVcenter implements VcenterServers {
    private volatile VcenterServer server;
    private volatile String password;

    OneVcenter(URI sdk, String username, String password, String fingerprint) {
        this.server = new VcenterServer("vc1", "lab", sdk, username, fingerprint, null, 1);
        this.password = password;
    }

    /** Changes the account that the server signs in as. */
    public void signInAs(String username, String newPassword) {
        server = new VcenterServer(
                server.id(),
                server.name(),
                server.url(),
                username,
                server.fingerprint(),
                server.instanceUuid(),
                server.version());
        password = newPassword;
    }

    VcenterServer server() {
        return server;
    }

    @Override
    public List<VcenterServer> all() {
        return List.of(server);
    }

    @Override
    public Optional<VcenterServer> find(String id) {
        return Optional.of(server).filter(s -> s.id().equals(id));
    }

    @Override
    public String password(String id) {
        return password;
    }

    @Override
    public void add(VcenterServer added, String newPassword) {
        throw new UnsupportedOperationException("there is one vCenter");
    }

    @Override
    public VcenterServer update(VcenterServer updated) {
        server = updated;
        return updated;
    }

    @Override
    public void changePassword(String id, String newPassword) {
        password = newPassword;
    }

    @Override
    public void remove(String id) {
        throw new UnsupportedOperationException("there is one vCenter");
    }
}
