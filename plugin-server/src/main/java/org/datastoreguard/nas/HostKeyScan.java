package org.datastoreguard.nas;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** Asks a machine for its host keys, to show them to a person. Trusts nothing, stores nothing, never logs in. */
public final class HostKeyScan {

    /**
     * All keys the machine offers, one per type, best type first.
     *
     * @throws GuardException INVALID_FIELD for host or port, NAS_UNREACHABLE
     */
    public List<HostKey> scan(String host, int port) {
        String name = new HostName(host).value();
        if (port < 1 || port > 65_535) {
            throw GuardException.invalid("port", "must be between 1 and 65535");
        }
        List<HostKey> keys = new ArrayList<>();
        for (String type : HostKey.TYPES) {
            ask(name, port, type).ifPresent(keys::add);
        }
        if (keys.isEmpty()) {
            throw new GuardException(
                    ErrorCode.NAS_UNREACHABLE,
                    name + ":" + port + " answers over SSH, but offers none of the host key types "
                            + String.join(", ", HostKey.TYPES));
        }
        return keys;
    }

    /** A server that lacks the type ends the negotiation; anything else before a key was seen is no SSH server. */
    private Optional<HostKey> ask(String host, int port, String type) {
        PresentedHostKey seen = new PresentedHostKey(null);
        try {
            JSch jsch = new JSch();
            jsch.setHostKeyRepository(seen);
            Session session = jsch.getSession("scan", host, port);
            session.setConfig("server_host_key", SshSessions.algorithms(Set.of(type)));
            session.setConfig("prefer_known_host_key_types", "no");
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setDaemonThread(true);
            session.connect((int) SshSessions.CONNECT_TIMEOUT.toMillis());
            session.disconnect();
            throw new IllegalStateException("A scan must never get past the host key");
        } catch (JSchException e) {
            if (seen.presented().isEmpty() && !String.valueOf(e.getMessage()).contains("Algorithm negotiation fail")) {
                throw SshSessions.unreachable(host + ":" + port, e);
            }
            return seen.presented();
        }
    }
}
