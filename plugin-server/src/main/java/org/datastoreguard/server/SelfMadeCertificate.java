package org.datastoreguard.server;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * Makes the certificate of a server that was given none: ECDSA P-256, for all names of the machine.
 *
 * <p>It is valid for ten years because nothing renews it, and nobody's trust rests on its age: vCenter and the command
 * line pin its fingerprint.
 */
final class SelfMadeCertificate {
    private static final Duration VALID = Duration.ofDays(3650);
    /** Clocks differ; a certificate "not valid yet" is a riddle to whoever sees it. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final int SERIAL_BITS = 127;
    /** X.520's upper bound for a common name. */
    private static final int COMMON_NAME_LENGTH = 64;

    private final List<String> names;
    private final Clock clock;
    private final SecureRandom random;

    /** @param names host names and addresses; the first one becomes the subject */
    SelfMadeCertificate(List<String> names, Clock clock, SecureRandom random) {
        this.names = List.copyOf(names);
        this.clock = clock;
        this.random = random;
    }

    /** Writes {@code certificate.pem} and {@code key.pem}, the key readable by its owner only. */
    void write(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            KeyPair pair = keyPair();
            write(directory, "key.pem", new JcaPKCS8Generator(pair.getPrivate(), null), "rw-------");
            // The certificate last: where there is one, its key is there too.
            write(directory, "certificate.pem", certificate(pair), "rw-r--r--");
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new GuardException(ErrorCode.INTERNAL, "No certificate could be made: " + e.getMessage(), e);
        }
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509Certificate certificate(KeyPair pair)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = clock.instant();
        String name = names.get(0);
        var subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, name.length() > COMMON_NAME_LENGTH ? "datastore-guard" : name)
                .addRDN(BCStyle.O, "Datastore Guard")
                .build();
        var builder = new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(SERIAL_BITS, random).setBit(0),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALID)),
                        subject,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, alternativeNames());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    private GeneralNames alternativeNames() {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        MachineNames.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static void write(Path directory, String file, Object part, String permissions) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(part);
        }
        Path fresh = Files.createTempFile(
                directory,
                ".new",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(fresh, text.toString());
        Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
