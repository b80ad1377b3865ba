package org.datastoreguard.nas;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * Opens authenticated JSch sessions the one way this product allows: key log-in only, host key pinned, nothing accepted
 * by itself, and each refusal told apart.
 */
final class SshSessions {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Silent for 15 s four times over, and the connection counts as lost. */
    private static final int KEEP_ALIVE_MILLIS = 15_000;

    private static final int KEEP_ALIVE_COUNT = 4;

    private SshSessions() {}

    /** What a connection depends on; a change of any part means a new connection. */
    record Endpoint(
            String host, int port, String user, @Nullable String hostKey, String publicKey) {
        static Endpoint of(NasSystem system) {
            return new Endpoint(system.host(), system.port(), system.user(), system.hostKey(), system.publicKey());
        }

        @Override
        public String toString() {
            return user + "@" + host + ":" + port;
        }
    }

    /** @throws GuardException one of the {@code NAS_*} codes that say why no session came about */
    static Session open(Endpoint endpoint, byte[] privateKey) {
        HostKey pinned = endpoint.hostKey() == null ? null : HostKey.parse(endpoint.hostKey());
        PresentedHostKey hostKeys = new PresentedHostKey(pinned);
        SwallowedErrors swallowed = new SwallowedErrors();
        try {
            JSch jsch = new JSch();
            jsch.setHostKeyRepository(hostKeys);
            jsch.addIdentity("datastore-guard", privateKey, null, null);
            Session session = jsch.getSession(endpoint.user(), endpoint.host(), endpoint.port());
            configure(session, pinned);
            session.setLogger(swallowed);
            session.connect((int) CONNECT_TIMEOUT.toMillis());
            return session;
        } catch (JSchException e) {
            throw refusal(endpoint, pinned, hostKeys, explained(e, swallowed.last()));
        }
    }

    private static JSchException explained(JSchException e, @Nullable Throwable swallowed) {
        return swallowed == null || e.getCause() != null
                ? e
                : new JSchException("the connection broke while signing in: " + swallowed.getMessage(), swallowed);
    }

    /**
     * The pinned type is asked for first; the others follow only so that a machine whose key was replaced by one of
     * another type is told by both fingerprints instead of by a failed negotiation. None but the pinned key passes.
     */
    private static void configure(Session session, @Nullable HostKey pinned) throws JSchException {
        Set<String> types = new LinkedHashSet<>();
        if (pinned != null) {
            types.add(pinned.type());
        }
        types.addAll(HostKey.TYPES);
        session.setConfig("server_host_key", algorithms(types));
        session.setConfig("prefer_known_host_key_types", "no");
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey");
        session.setServerAliveInterval(KEEP_ALIVE_MILLIS);
        session.setServerAliveCountMax(KEEP_ALIVE_COUNT);
        session.setDaemonThread(true);
    }

    /** An RSA key signs with SHA-2 only; its SHA-1 signature is not offered. */
    static String algorithms(Set<String> types) {
        return types.stream()
                .flatMap(type -> type.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(type))
                .collect(Collectors.joining(","));
    }

    private static GuardException refusal(
            Endpoint endpoint, @Nullable HostKey pinned, PresentedHostKey hostKeys, JSchException e) {
        HostKey presented = hostKeys.presented().orElse(null);
        if (presented != null && pinned == null) {
            return new GuardException(
                    ErrorCode.NAS_HOST_KEY_UNKNOWN,
                    "No host key of " + endpoint + " has been confirmed. It presents " + shown(presented)
                            + "; compare this with the machine itself, then save it as the system's host key",
                    e);
        }
        if (presented != null && pinned != null && !pinned.equals(presented)) {
            return new GuardException(
                    ErrorCode.NAS_HOST_KEY_CHANGED,
                    endpoint + " presents " + shown(presented) + ", but " + shown(pinned)
                            + " is pinned. Either the machine was reinstalled or somebody stands in between: nothing was sent."
                            + " If the new key is right, scan and confirm it",
                    e);
        }
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("Auth") || said.contains("Too many authentication failures")) {
            return new GuardException(
                    ErrorCode.NAS_AUTHENTICATION_FAILED,
                    endpoint + " refused the key. Append this line to ~" + endpoint.user()
                            + "/.ssh/authorized_keys there: " + endpoint.publicKey(),
                    e);
        }
        return unreachable(endpoint.toString(), e);
    }

    static GuardException unreachable(String who, JSchException e) {
        return new GuardException(ErrorCode.NAS_UNREACHABLE, who + " cannot be reached over SSH: " + cause(e), e);
    }

    private static String cause(JSchException e) {
        Throwable cause = e.getCause();
        if (cause instanceof UnknownHostException) {
            return "its name is not known";
        }
        String said = String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
        boolean late = cause instanceof SocketTimeoutException || said.startsWith("timeout");
        return late ? "no answer within " + CONNECT_TIMEOUT.toSeconds() + " s" : said;
    }

    private static String shown(HostKey key) {
        return key.type() + " " + key.fingerprint();
    }
}
