package org.datastoreguard.vcenter;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * Looks at the certificate that an address shows, for a person to compare. The handshake is broken off at the certificate:
 * no request is sent, so nothing can be redirected and nothing that a machine answers is passed on. Thread-safe.
 */
public final class CertificateScan {
    /** A person waits for it. */
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 10);

    private final Limits limits;

    public CertificateScan() {
        this(LIMITS);
    }

    CertificateScan(Limits limits) {
        this.limits = limits;
    }

    /**
     * The certificate shown there now.
     *
     * @param sdk {@code https://host[:port]/sdk}
     * @throws GuardException VCENTER_UNREACHABLE, VCENTER_TIMEOUT
     */
    public X509Certificate scan(URI sdk) {
        SdkHttp http = new SdkHttp(sdk, new PinnedTrust(Fingerprint.NONE), limits);
        try (var none = http.get("vimServiceVersions.xml")) {
            throw new GuardException(ErrorCode.VCENTER_UNREACHABLE, sdk.getAuthority() + " shows no certificate");
        } catch (IOException e) {
            Optional<X509Certificate> shown =
                    Failures.find(e, PinnedTrust.NotPinned.class).map(PinnedTrust.NotPinned::certificate);
            return shown.orElseThrow(() -> new Failures(unnamed(sdk)).explain(e));
        }
    }

    private static VcenterServer unnamed(URI sdk) {
        return new VcenterServer("", sdk.getHost(), sdk, "", Fingerprint.NONE.text(), null, 1);
    }
}
