package org.datastoreguard.vcenter;

import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts exactly one certificate: the one a person pinned. Thread-safe.
 *
 * <p>Neither the host name nor the issuer nor the dates are looked at. They answer "does somebody I trust vouch that this
 * key belongs to that name"; a pin answers the stronger question "is this the very certificate that was confirmed". A
 * vCenter is often known by an address that its certificate does not carry, and nobody but the holder of the private key
 * can present the pinned certificate under any name.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
    private final Fingerprint pinned;

    public PinnedTrust(Fingerprint pinned) {
        this.pinned = pinned;
    }

    /** The server showed another certificate than the pinned one. */
    static final class NotPinned extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final X509Certificate certificate;
        private final String presented;

        NotPinned(X509Certificate certificate) throws CertificateEncodingException {
            this(certificate, Fingerprint.of(certificate));
        }

        private NotPinned(X509Certificate certificate, Fingerprint presented) {
            super("certificate " + presented + " is not the pinned one");
            this.certificate = certificate;
            this.presented = presented.text();
        }

        X509Certificate certificate() {
            return certificate;
        }

        Fingerprint presented() {
            return new Fingerprint(presented);
        }
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("the server showed no certificate");
        }
        if (!Fingerprint.of(chain[0]).equals(pinned)) {
            throw new NotPinned(chain[0]);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side never accepts clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
