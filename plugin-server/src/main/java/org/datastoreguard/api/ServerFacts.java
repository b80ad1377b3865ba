package org.datastoreguard.api;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.vcenter.Vcenters.PluginAddress;

/** What this server knows of itself. Thread-safe. */
public interface ServerFacts {
    /** The product's version. */
    String version();

    /** Where a vCenter would find the plugin now; changes when the certificate is replaced. */
    PluginAddress pluginAddress();

    /** The certificate that is served at the moment. */
    ServedCertificate certificate();

    /**
     * @param subject as RFC 2253 writes it, like the issuer
     * @param names what it is good for: host names and addresses
     * @param fingerprint SHA-256, as vCenter and browsers show it
     * @param selfSigned whether it vouches for itself, as the one does that a server makes at its first start
     */
    record ServedCertificate(
            String subject,
            List<String> names,
            String issuer,
            Instant validFrom,
            Instant validUntil,
            String fingerprint,
            boolean selfSigned) {
        public ServedCertificate {
            names = List.copyOf(names);
        }
    }
}
