package org.datastoreguard.vcenter;

import java.util.List;

/**
 * The vCenters, talked to as the stored service account; sessions are opened at first use and again after they expired.
 * Thread-safe. Every method throws {@link org.datastoreguard.error.GuardException} with a {@code VCENTER_*} code.
 */
public interface Vcenters extends AutoCloseable {
    /** All datastores of one vCenter in one bulk call, however many there are. */
    List<Datastore> datastores(String vcenterId);

    /** Logs in once with the given values and says who answered; nothing is kept. For adding and changing a vCenter. */
    About check(VcenterServer server, String password);

    /** The extension's registration at one vCenter, compared with what {@link #register} would write now. */
    Registration registration(String vcenterId, PluginAddress plugin);

    /** Registers the plugin or brings the registration up to date. @throws org.datastoreguard.error.GuardException EXTENSION_OWNED_BY_OTHER */
    Registration register(String vcenterId, PluginAddress plugin);

    /** Removes the registration; nothing happens where there is none. */
    void unregister(String vcenterId);

    /** Forgets the open session, after the vCenter was changed or removed. */
    void forget(String vcenterId);

    @Override
    void close();

    record About(String fullName, String version, String instanceUuid) {}

    /**
     * Where vCenter finds the plugin.
     *
     * @param manifestUrl full URL of plugin.json or plugin.zip
     * @param fingerprint SHA-256 of the plugin server's certificate, colon-separated upper-case hex
     * @param version numeric, A.B.C.D
     */
    record PluginAddress(String manifestUrl, String fingerprint, String version) {}
}
