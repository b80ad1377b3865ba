package org.datastoreguard.vcenter;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * The vCenters, talked to as the stored service account; sessions are opened at first use and again after they expired.
 * Thread-safe. Every method throws {@link org.datastoreguard.error.GuardException} with a {@code VCENTER_*} code.
 */
public interface Vcenters extends AutoCloseable {
    /** All datastores of one vCenter in one bulk call, however many there are. */
    List<Datastore> datastores(String vcenterId);

    /**
     * The ids of the datastores that a host, or any host of a cluster, has mounted; empty for an object that is not there.
     *
     * @param holder a {@code HostSystem} or {@code ClusterComputeResource}
     */
    Set<String> datastoresOf(String vcenterId, ObjectId holder);

    /** Logs in once with the given values and says who answered; nothing is kept. For adding and changing a vCenter. */
    About check(VcenterServer server, String password);

    /** The extension's registration at one vCenter, compared with what {@link #register} would write now. */
    Registration registration(String vcenterId, PluginAddress plugin);

    /** Registers the plugin or brings the registration up to date. @throws org.datastoreguard.error.GuardException EXTENSION_OWNED_BY_OTHER */
    Registration register(String vcenterId, PluginAddress plugin);

    /** Removes the registration; nothing happens where there is none. */
    void unregister(String vcenterId);

    /** As {@link #register(String, PluginAddress)}, by an account that is used for this and kept nowhere. */
    Registration register(String vcenterId, PluginAddress plugin, OneTimeLogin login);

    /** As {@link #unregister(String)}, by an account that is used for this and kept nowhere. */
    void unregister(String vcenterId, OneTimeLogin login);

    /** An administrator's account, for one call. */
    record OneTimeLogin(String username, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "OneTimeLogin[" + username + "]";
        }
    }

    /** What the stored account may do there, as far as it matters here. */
    List<AccountRight> accountRights(String vcenterId);

    /** @param neededFor what uses the privilege; null for one that nothing here needs and the account should not have */
    record AccountRight(String privilege, @Nullable String neededFor, boolean granted) {}

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
     * @param certificate the certificate itself as PEM, for vCenters that take it; null to tell them the fingerprint alone
     */
    record PluginAddress(
            String manifestUrl,
            String fingerprint,
            String version,
            @Nullable String certificate) {
        private static final Pattern URL = Pattern.compile(
                "https://(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?/[\\w./~-]*\\.(?:json|zip)");
        private static final Pattern VERSION = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9}){3}");

        public PluginAddress(String manifestUrl, String fingerprint, String version) {
            this(manifestUrl, fingerprint, version, null);
        }

        /** @throws org.datastoreguard.error.GuardException INVALID_FIELD */
        public PluginAddress {
            if (!URL.matcher(manifestUrl).matches()) {
                throw GuardException.invalid(
                        "manifestUrl", "must be the https:// address of a plugin.json or plugin.zip");
            }
            if (!VERSION.matcher(version).matches()) {
                throw GuardException.invalid("version", "must be four numbers joined by dots, such as 1.0.0.0");
            }
            fingerprint = Fingerprint.parse(fingerprint).text();
        }
    }
}
