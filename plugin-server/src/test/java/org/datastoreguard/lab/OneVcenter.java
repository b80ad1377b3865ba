package org.datastoreguard.lab;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;

/** The lab's vCenter alone, kept in memory; nothing can be changed. */
record OneVcenter(VcenterServer server, String secret) implements VcenterServers {
    @Override
    public List<VcenterServer> all() {
        return List.of(server);
    }

    @Override
    public Optional<VcenterServer> find(String id) {
        return all().stream().filter(known -> known.id().equals(id)).findFirst();
    }

    @Override
    public String password(String id) {
        return secret;
    }

    @Override
    public void add(VcenterServer added, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public VcenterServer update(VcenterServer changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void changePassword(String id, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(String id) {
        throw new UnsupportedOperationException();
    }
}
