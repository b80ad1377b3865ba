package org.datastoreguard.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.security.SecretBox;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;

/** The vCenters in the database, each with its sealed password. */
public final class StoredVcenterServers implements VcenterServers {
    private static final String PASSWORD = "sealed_password";

    private final VersionedTable<VcenterServer> table;
    private final SecretBox secrets;

    public StoredVcenterServers(Database database, SecretBox secrets) {
        this.table = new VersionedTable<>(
                database,
                new VersionedTable.Description<>(
                        "vcenter_server",
                        "vCenter",
                        VcenterServer.class,
                        VcenterServer::id,
                        VcenterServer::name,
                        VcenterServer::version));
        this.secrets = secrets;
    }

    @Override
    public List<VcenterServer> all() {
        return table.all();
    }

    @Override
    public Optional<VcenterServer> find(String id) {
        return table.find(id);
    }

    @Override
    public String password(String id) {
        return new String(secrets.open(table.sealed(id, PASSWORD), context(id)), StandardCharsets.UTF_8);
    }

    @Override
    public void add(VcenterServer server, String password) {
        table.add(server, Map.of(PASSWORD, seal(server.id(), password)));
    }

    @Override
    public VcenterServer update(VcenterServer server) {
        return table.update(server);
    }

    @Override
    public void changePassword(String id, String password) {
        table.changeSealed(id, PASSWORD, seal(id, password));
    }

    @Override
    public void remove(String id) {
        table.remove(id);
    }

    private byte[] seal(String id, String password) {
        return secrets.seal(password.getBytes(StandardCharsets.UTF_8), context(id));
    }

    private static String context(String id) {
        return "vcenter_server/" + id + "/" + PASSWORD;
    }
}
