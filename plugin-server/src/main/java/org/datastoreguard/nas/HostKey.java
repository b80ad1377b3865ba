package org.datastoreguard.nas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.GuardException;

/**
 * A machine's public host key, in OpenSSH's text form {@code ssh-ed25519 AAAA…}.
 *
 * @param type {@code ssh-ed25519}, {@code ecdsa-sha2-nistp256} …, {@code ssh-rsa}
 * @param base64 the key's blob
 */
public record HostKey(String type, String base64) {
    /** The types this product accepts, best first. */
    public static final Set<String> TYPES = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa")));

    /**
     * Reads {@code type base64 [comment]}, or a known_hosts line that starts with a host.
     *
     * @throws GuardException INVALID_FIELD for {@code hostKey}
     */
    public static HostKey parse(String text) {
        String[] words = text.strip().split("\\s+");
        int first = words.length > 1 && !TYPES.contains(words[0]) ? 1 : 0;
        if (words.length < first + 2 || !TYPES.contains(words[first])) {
            throw notAKey(
                    "give the public host key as OpenSSH writes it, such as \"ssh-ed25519 AAAA…\"; allowed types are "
                            + String.join(", ", TYPES));
        }
        HostKey key = new HostKey(words[first], words[first + 1]);
        if (!typeWithin(key.blob()).equals(key.type)) {
            throw notAKey("the key is damaged: its inside is not of type " + key.type);
        }
        return key;
    }

    static HostKey of(byte[] blob) {
        return new HostKey(typeWithin(blob), Base64.getEncoder().encodeToString(blob));
    }

    /** What people compare: {@code SHA256:…}, the same as {@code ssh-keygen -l} shows. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob());
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code type base64}, the form in which a key is pinned. */
    public String text() {
        return type + " " + base64;
    }

    boolean matches(byte[] blob) {
        return MessageDigest.isEqual(blob(), blob);
    }

    private byte[] blob() {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw notAKey("the key is damaged: not base64");
        }
    }

    private static String typeWithin(byte[] blob) {
        if (blob.length < Integer.BYTES) {
            return "";
        }
        int length = ByteBuffer.wrap(blob).getInt();
        boolean fits = length > 0 && length <= blob.length - Integer.BYTES;
        return fits
                ? new String(Arrays.copyOfRange(blob, Integer.BYTES, Integer.BYTES + length), StandardCharsets.US_ASCII)
                : "";
    }

    private static GuardException notAKey(String rule) {
        return GuardException.invalid("hostKey", rule);
    }
}
