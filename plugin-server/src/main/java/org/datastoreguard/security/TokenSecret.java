package org.datastoreguard.security;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The text of a bearer token: {@code dsg_} and 256 random bits. The prefix lets secret scanners find a token that was
 * committed somewhere by mistake.
 *
 * <p>A plain SHA-256 is enough to store it by: unlike a password, 256 random bits cannot be guessed, so a slow hash
 * would protect nothing. Looking up by the hash leaks no timing about the secret either, since whoever cannot invert the
 * hash cannot steer the comparison.
 */
public record TokenSecret(String text) {
    private static final String PREFIX = "dsg_";
    private static final int BYTES = 32;

    public static TokenSecret random(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What is stored in its place: SHA-256, lower-case hex. */
    public String hash() {
        return Digests.sha256(text);
    }

    /** Keeps the secret out of logs and messages. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
