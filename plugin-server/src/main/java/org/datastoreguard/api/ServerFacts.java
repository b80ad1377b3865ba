package org.datastoreguard.api;

import org.datastoreguard.vcenter.Vcenters.PluginAddress;

/** What this server knows of itself. Thread-safe. */
public interface ServerFacts {
    /** The product's version. */
    String version();

    /** Where a vCenter would find the plugin now; changes when the certificate is replaced. */
    PluginAddress pluginAddress();
}
