package org.datastoreguard.vcenter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;

/**
 * SHA-256 of a certificate, as vCenter and browsers show it: 32 upper-case hex pairs joined by colons. Immutable.
 *
 * @param text {@code 0A:1B:…}, always in this one form, so that two of them can be compared as text
 */
public record Fingerprint(String text) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final Pattern CANONICAL = Pattern.compile("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}");

    /** Stands for a certificate nobody has compared yet: none has it, so nothing is ever sent to who shows one. */
    public static final Fingerprint NONE = new Fingerprint("00:".repeat(31) + "00");

    public Fingerprint {
        if (!CANONICAL.matcher(text).matches()) {
            throw GuardException.invalid(
                    "fingerprint", "must be a SHA-256 fingerprint: 32 hexadecimal pairs joined by colons");
        }
    }

    /**
     * Reads what people paste: any case, with or without colons, spaces around.
     *
     * @throws GuardException INVALID_FIELD on {@code fingerprint}; SHA-1 is refused too
     */
    public static Fingerprint parse(String text) {
        String compact = text.strip().replace(":", "").toUpperCase(Locale.ROOT);
        return new Fingerprint(compact.replaceAll("(..)(?!$)", "$1:"));
    }

    /** The fingerprint of a certificate in hand. */
    public static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
        return new Fingerprint(COLONS.formatHex(sha256().digest(certificate.getEncoded())));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
