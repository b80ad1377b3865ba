package org.datastoreguard.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.datastoreguard.api.ServerFacts.ServedCertificate;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * A private key and the certificate that belongs to it, leaf first. Exists only when both match, so a pair of which only
 * one file was replaced yet is never served.
 */
record TlsMaterial(PrivateKey key, List<X509Certificate> chain) {
    private static final String ALIAS = "server";
    /** Kinds of alternative names, by their numbers in RFC 5280. */
    private static final Integer DNS_NAME = 2;

    private static final Integer IP_ADDRESS = 7;

    TlsMaterial {
        chain = List.copyOf(chain);
    }

    /** @throws GuardException CONFIG_INVALID, naming the file and what is wrong with it */
    static TlsMaterial read(Path certificateFile, Path keyFile) {
        List<X509Certificate> chain = readChain(certificateFile);
        PrivateKey key = readKey(keyFile);
        try {
            if (!matches(key, chain.get(0))) {
                throw new GuardException(
                        ErrorCode.CONFIG_INVALID,
                        "The key in " + keyFile + " does not belong to the certificate in " + certificateFile);
            }
        } catch (GeneralSecurityException e) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID,
                    "The key in " + keyFile + " and the certificate in " + certificateFile + " are of different kinds",
                    e);
        }
        return new TlsMaterial(key, chain);
    }

    private static List<X509Certificate> readChain(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new GuardException(ErrorCode.CONFIG_INVALID, "There is no certificate in " + file);
            }
            return chain;
        } catch (IOException | GeneralSecurityException e) {
            throw new GuardException(ErrorCode.CONFIG_INVALID, "The certificate " + file + " cannot be read: " + e, e);
        }
    }

    private static PrivateKey readKey(Path file) {
        try (Reader in = Files.newBufferedReader(file);
                PEMParser pem = new PEMParser(in)) {
            for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
                if (part instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (part instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException | RuntimeException e) {
            // Its message may quote the key.
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID,
                    "The key " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        throw new GuardException(
                ErrorCode.CONFIG_INVALID,
                "There is no private key in " + file + "; it must be PEM without a passphrase");
    }

    private static boolean matches(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] challenge = {1, 2, 3, 4};
        Signature signing = Signature.getInstance(signatureOf(key));
        signing.initSign(key);
        signing.update(challenge);
        Signature verifying = Signature.getInstance(signatureOf(key));
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(challenge);
        return verifying.verify(signing.sign());
    }

    private static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            // BouncyCastle, where a library has registered it, calls the same keys ECDSA.
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "EdDSA";
        };
    }

    /** The leaf, for people. */
    ServedCertificate described() {
        X509Certificate leaf = chain.get(0);
        return new ServedCertificate(
                leaf.getSubjectX500Principal().getName(),
                names(leaf),
                leaf.getIssuerX500Principal().getName(),
                leaf.getNotBefore().toInstant(),
                expiry(),
                fingerprint(),
                leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()));
    }

    /** The host names and addresses among its alternative names. */
    private static List<String> names(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new GuardException(ErrorCode.INTERNAL, "The certificate's names cannot be read", e);
        }
    }

    /** When the certificate expires. */
    Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }

    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, new char[0], chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new GuardException(ErrorCode.INTERNAL, "The certificate cannot be used", e);
        }
    }

    /** SHA-256 of the leaf, colon-separated upper-case hex, as vCenter and browsers show it. */
    String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(chain.get(0).getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new GuardException(ErrorCode.INTERNAL, "The certificate has no fingerprint", e);
        }
    }

    /** The leaf as RFC 7468 writes it, in lines of 64. */
    String pem() {
        try {
            byte[] leaf = chain.get(0).getEncoded();
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(leaf)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new GuardException(ErrorCode.INTERNAL, "The certificate cannot be written", e);
        }
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "TlsMaterial[" + fingerprint() + "]";
    }
}
