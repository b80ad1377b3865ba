package org.datastoreguard.nas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** A real SSH server within the test, whose host keys and allowed key a test chooses. */
final class SshServerOnLoopback implements AutoCloseable {
    private final String allowedPublicLine;
    private final List<KeyPair> hostKeys;
    private SshServer server;

    SshServerOnLoopback(String allowedPublicLine, KeyPair... hostKeys) {
        this.allowedPublicLine = allowedPublicLine;
        this.hostKeys = List.of(hostKeys);
        this.server = started(0);
    }

    /** Starts again on the same port with the same keys. */
    void restart() {
        server = started(server.getPort());
    }

    /** Commands run as session leaders, as sshd runs them: MINA alone would leave them in this test's own group. */
    private SshServer started(int port) {
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setHost("127.0.0.1");
        fresh.setPort(port);
        fresh.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        fresh.setPublickeyAuthenticator((user, key, session) -> key.equals(publicKey(allowedPublicLine)));
        fresh.setCommandFactory((channel, line) -> ProcessShellCommandFactory.INSTANCE.createCommand(
                channel, "setsid -w sh -c '" + line.replace("'", "'\\''") + "'"));
        try {
            fresh.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fresh;
    }

    void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    String hostKey() {
        return text(hostKeys.get(0));
    }

    static String text(KeyPair pair) {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    static KeyPair rsa() {
        return generate("RSA", 2048);
    }

    static KeyPair ecdsa() {
        return generate("EC", 256);
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey publicKey(String line) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(line).resolvePublicKey(null, null);
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
