package org.datastoreguard.nas;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A key pair of this product's own, made for one NAS so that it can be revoked alone. The private half is OpenSSH text.
 *
 * @param publicLine what a person appends to {@code authorized_keys}
 */
public record SshKeyPair(byte[] privateKey, String publicLine) {

    /** Makes an Ed25519 pair; {@code name} ends up in the comment, {@code datastore-guard@name}. */
    public static SshKeyPair generate(String name) {
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            String comment = "datastore-guard@" + name.replaceAll("[^A-Za-z0-9_.-]", "-");
            ByteArrayOutputStream privateKey = new ByteArrayOutputStream();
            ByteArrayOutputStream publicKey = new ByteArrayOutputStream();
            pair.setPublicKeyComment(comment);
            pair.writeOpenSSHv1PrivateKey(privateKey, null);
            pair.writePublicKey(publicKey, comment);
            pair.dispose();
            return new SshKeyPair(
                    privateKey.toByteArray(),
                    publicKey.toString(StandardCharsets.US_ASCII).strip());
        } catch (JSchException e) {
            throw new IllegalStateException("This Java cannot make Ed25519 keys", e);
        }
    }

    /** Never shows the private half. */
    @Override
    public String toString() {
        return publicLine;
    }
}
