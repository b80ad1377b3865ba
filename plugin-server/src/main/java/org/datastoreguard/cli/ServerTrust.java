package org.datastoreguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Fingerprint;
import org.datastoreguard.vcenter.PinnedTrust;

/** How the command line decides that it talks to the right server. */
final class ServerTrust {
    private final SSLContext context;

    private ServerTrust(TrustManager... managers) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, managers.length == 0 ? null : managers, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot speak TLS", e);
        }
    }

    SSLContext context() {
        return context;
    }

    static ServerTrust ofSystem() {
        return new ServerTrust();
    }

    static ServerTrust ofFingerprint(String text) {
        try {
            return new ServerTrust(new PinnedTrust(Fingerprint.parse(text)));
        } catch (GuardException e) {
            throw new CommandFailure(ExitCode.USAGE, e.message(), e);
        }
    }

    /** The very certificate that the server on this machine made for itself. */
    static ServerTrust ofCertificate(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return new ServerTrust(new PinnedTrust(Fingerprint.of(first)));
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(ExitCode.USAGE, "The certificate " + file + " cannot be read", e);
        }
    }

    static ServerTrust ofAuthorities(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return new ServerTrust(factory.getTrustManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure(ExitCode.USAGE, "The certificates in " + file + " cannot be read", e);
        }
    }
}
