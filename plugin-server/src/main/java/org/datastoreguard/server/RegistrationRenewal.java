package org.datastoreguard.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Audit;
import org.datastoreguard.vcenter.Registration;
import org.datastoreguard.vcenter.Registration.State;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each vCenter of this server's renewed certificate, since a plugin whose registered fingerprint is not the served one
 * is gone from the vSphere Client. Each certificate is compared once per vCenter; only a registration of this very
 * address and version is renewed, so that neither another product's, nor another installation's, nor a newer version's is touched. For one thread.
 */
final class RegistrationRenewal implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrationRenewal.class);

    private final VcenterServers servers;
    private final Vcenters vcenters;
    private final Supplier<PluginAddress> address;
    private final Audit audit;
    private final Map<String, String> compared = new ConcurrentHashMap<>();

    /** @param address where the plugin is now, with the certificate that is served at the moment */
    RegistrationRenewal(VcenterServers servers, Vcenters vcenters, Supplier<PluginAddress> address, Audit audit) {
        this.servers = servers;
        this.vcenters = vcenters;
        this.address = address;
        this.audit = audit;
    }

    @Override
    public void run() {
        PluginAddress plugin = address.get();
        for (VcenterServer server : servers.all()) {
            if (!plugin.fingerprint().equals(compared.get(server.id()))) {
                compare(server, plugin);
            }
        }
    }

    private void compare(VcenterServer server, PluginAddress plugin) {
        try {
            Registration found = vcenters.registration(server.id(), plugin);
            if (isOutdated(found, plugin)) {
                vcenters.register(server.id(), plugin);
                LOG.info("Registered the renewed certificate {} at vCenter {}", plugin.fingerprint(), server.name());
                audit.record("server", "renewRegistration", "vcenters/" + server.id(), "certificate renewed");
            }
            compared.put(server.id(), plugin.fingerprint());
        } catch (GuardException e) {
            // Tried again at the next turn; how the vCenter is, others say.
            LOG.debug("The registration at vCenter {} cannot be compared: {}", server.name(), e.message());
        }
    }

    private static boolean isOutdated(Registration found, PluginAddress plugin) {
        return found.state() == State.DRIFTED
                && plugin.manifestUrl().equals(found.manifestUrl())
                && plugin.version().equals(found.version())
                && !plugin.fingerprint().equalsIgnoreCase(found.fingerprint());
    }
}
