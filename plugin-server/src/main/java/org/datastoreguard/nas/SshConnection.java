package org.datastoreguard.nas;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.SshSessions.Endpoint;
import org.jspecify.annotations.Nullable;

/** The one session to a machine: opened at first use, opened again after it was lost. Thread-safe. */
final class SshConnection implements AutoCloseable {
    /** JSch reports what the machine answered to a refused channel as exit status; -1 when it did not answer at all. */
    private static final int NO_ANSWER = -1;

    private final Endpoint endpoint;
    private final Supplier<byte[]> privateKey;
    private @Nullable Session session;
    private boolean closed;

    SshConnection(Endpoint endpoint, Supplier<byte[]> privateKey) {
        this.endpoint = endpoint;
        this.privateKey = privateKey;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * What was prepared on a channel that has connected. A session that turns out to be dead (the machine was switched
     * off and on) is replaced once: the command has not been sent by then, so nothing runs twice.
     */
    <T> T open(Preparation<T> preparation) {
        Session current = session();
        try {
            return open(current, preparation);
        } catch (DeadSession e) {
            drop(current);
            return openAgain(preparation);
        }
    }

    /** Gives a channel its command and streams, before it connects; each attempt gets a channel of its own. */
    interface Preparation<T> {
        T prepare(ChannelExec channel);
    }

    private <T> T openAgain(Preparation<T> preparation) {
        Session current = session();
        try {
            return open(current, preparation);
        } catch (DeadSession e) {
            drop(current);
            throw new GuardException(
                    ErrorCode.NAS_CONNECTION_LOST, "The connection to " + endpoint + " broke: " + e.getMessage(), e);
        }
    }

    private <T> T open(Session current, Preparation<T> preparation) throws DeadSession {
        ChannelExec channel = null;
        try {
            channel = opened(current);
            T prepared = preparation.prepare(channel);
            channel.connect((int) SshSessions.CONNECT_TIMEOUT.toMillis());
            return prepared;
        } catch (JSchException e) {
            if (channel != null && current.isConnected() && channel.getExitStatus() != NO_ANSWER) {
                throw new GuardException(
                        ErrorCode.NAS_UNREACHABLE,
                        endpoint
                                + " refused a further channel (sshd's MaxSessions, or the user's shell is not allowed)",
                        e);
            }
            throw new DeadSession(e);
        }
    }

    /** JSch answers null, and not with an exception, when the session is lost while the channel is being made. */
    private static ChannelExec opened(Session current) throws JSchException {
        Channel channel = current.openChannel("exec");
        if (channel == null) {
            throw new JSchException("the session was lost while a channel was opened");
        }
        return (ChannelExec) channel;
    }

    private synchronized Session session() {
        if (closed) {
            throw new GuardException(ErrorCode.NAS_CONNECTION_LOST, "The connection to " + endpoint + " was closed");
        }
        Session current = session;
        if (current == null || !current.isConnected()) {
            current = SshSessions.open(endpoint, privateKey.get());
            session = current;
        }
        return current;
    }

    private synchronized void drop(Session dead) {
        dead.disconnect();
        if (session == dead) {
            session = null;
        }
    }

    /** Ends what runs over it. */
    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.disconnect();
        }
    }

    private static final class DeadSession extends Exception {
        private static final long serialVersionUID = 1L;

        DeadSession(JSchException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
