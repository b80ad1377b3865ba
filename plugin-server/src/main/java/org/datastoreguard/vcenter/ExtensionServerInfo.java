package org.datastoreguard.vcenter;

import org.jspecify.annotations.Nullable;

/**
 * vijava's class with the member that vSphere 8.0.2 added. Its simple name is the type's name in SOAP; public for vijava,
 * which writes public members of public classes.
 */
public class ExtensionServerInfo extends com.vmware.vim25.ExtensionServerInfo {
    private static final long serialVersionUID = 1L;

    /** The server's certificate as PEM; a vCenter that knows it trusts this rather than the fingerprint alone. */
    public @Nullable String serverCertificate;
}
