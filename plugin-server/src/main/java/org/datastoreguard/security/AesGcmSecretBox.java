package org.datastoreguard.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * AES-256-GCM with a random 96-bit IV for each value. A sealed value is: format (1 byte), key id (4 bytes), IV (12
 * bytes), ciphertext with tag. Random IVs are safe here because far fewer than 2³² values are ever sealed by one key.
 */
public final class AesGcmSecretBox implements SecretBox {
    private static final byte FORMAT = 1;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + IV_BYTES;

    private final MasterKeys keys;
    private final SecureRandom random;

    public AesGcmSecretBox(MasterKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public byte[] seal(byte[] secret, String context) {
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.current().secret(), iv, context)
                    .doFinal(secret);
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(FORMAT)
                    .putInt(keys.current().id())
                    .put(iv)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new GuardException(ErrorCode.INTERNAL, "A secret cannot be sealed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (in.remaining() <= HEADER_BYTES || in.get() != FORMAT) {
            throw new GuardException(ErrorCode.INTERNAL, "The sealed value of " + context + " is damaged");
        }
        int keyId = in.getInt();
        byte[] iv = new byte[IV_BYTES];
        in.get(iv);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return open(key(keyId, context), iv, rest, context);
    }

    private SecretKey key(int id, String context) {
        return keys.find(id)
                .orElseThrow(() -> new GuardException(
                        ErrorCode.INTERNAL,
                        "The secret of " + context + " was sealed by a master key that is not in the key file. "
                                + "Bring the key file back that belongs to this database, or enter the secret again."))
                .secret();
    }

    private static byte[] open(SecretKey key, byte[] iv, byte[] sealed, String context) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, iv, context).doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new GuardException(ErrorCode.INTERNAL, "The sealed value of " + context + " does not open", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] iv, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
