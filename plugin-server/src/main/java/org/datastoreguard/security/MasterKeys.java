package org.datastoreguard.security;

import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal secrets at rest. The first one seals; all of them open, so that a key can be replaced by putting a
 * new one in front and removing the old one once everything was sealed again.
 */
public final class MasterKeys {
    /** AES-256. */
    static final int KEY_BYTES = 32;

    private final List<MasterKey> keys;

    MasterKeys(List<MasterKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("At least one key is needed");
        }
        this.keys = List.copyOf(keys);
    }

    MasterKey current() {
        return keys.get(0);
    }

    Optional<MasterKey> find(int id) {
        return keys.stream().filter(key -> key.id() == id).findFirst();
    }

    /** @param id names the key in sealed values; derived from the key, tells nothing about it */
    record MasterKey(int id, SecretKey secret) {
        static MasterKey of(byte[] bits) {
            if (bits.length != KEY_BYTES) {
                throw new IllegalArgumentException("A key has " + KEY_BYTES + " bytes");
            }
            return new MasterKey(Digests.firstInt(bits), new SecretKeySpec(bits, "AES"));
        }

        @Override
        public String toString() {
            return "MasterKey[" + Integer.toHexString(id) + "]";
        }
    }
}
