package org.datastoreguard.vcenter;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** vCenters kept in memory, which can be replaced, whatever their version, while they are in use. */
public final class KnownVcenters implements VcenterServers {
    private final Map<String, VcenterServer> servers = new ConcurrentSkipListMap<>();
    private final Map<String, String> passwords = new ConcurrentSkipListMap<>();

    public KnownVcenters(VcenterServer only, String password) {
        add(only, password);
    }

    /** One with the id {@code vc1}. */
    static KnownVcenters one(URI sdk, String username, String password, String fingerprint) {
        return new KnownVcenters(new VcenterServer("vc1", "lab", sdk, username, fingerprint, null, 1), password);
    }

    /** Changes the account that the first one is signed in to with. */
    public void signInAs(String username, String password) {
        VcenterServer server = server();
        update(new VcenterServer(
                server.id(),
                server.name(),
                server.url(),
                username,
                server.fingerprint(),
                server.instanceUuid(),
                server.version()));
        changePassword(server.id(), password);
    }

    /** The first. */
    VcenterServer server() {
        return all().get(0);
    }

    @Override
    public List<VcenterServer> all() {
        return List.copyOf(servers.values());
    }

    @Override
    public Optional<VcenterServer> find(String id) {
        return Optional.ofNullable(servers.get(id));
    }

    @Override
    public String password(String id) {
        return requireNonNull(passwords.get(id));
    }

    @Override
    public void add(VcenterServer added, String password) {
        if (servers.values().stream().anyMatch(known -> known.name().equals(added.name()))) {
            throw new GuardException(ErrorCode.NAME_TAKEN, "There is a vCenter " + added.name() + " already");
        }
        passwords.put(added.id(), password);
        servers.put(added.id(), added);
    }

    @Override
    public VcenterServer update(VcenterServer changed) {
        servers.put(changed.id(), changed);
        return changed;
    }

    @Override
    public void changePassword(String id, String password) {
        passwords.put(id, password);
    }

    @Override
    public void remove(String id) {
        servers.remove(id);
        passwords.remove(id);
    }
}
