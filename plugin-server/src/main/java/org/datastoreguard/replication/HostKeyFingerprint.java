package org.datastoreguard.replication;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The fingerprint of a public host key as {@code ssh-keygen -l} shows it. */
final class HostKeyFingerprint {
    private HostKeyFingerprint() {}

    /** @param hostKey type and key in base64, as in a known_hosts line */
    static String of(String hostKey) {
        String[] words = hostKey.split(" ");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(words[words.length - 1]));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException | IllegalArgumentException e) {
            return "unreadable";
        }
    }
}
