package org.datastoreguard.security;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.PersonalSession;
import org.datastoreguard.vcenter.PersonalSessions;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who come through the vSphere Client: their session token is exchanged for a session of ours once, which is kept
 * for a while. Which vCenter gets the token is decided by guid from our own list; an address that came from a browser
 * would let a page collect tokens. Thread-safe.
 */
public final class DelegatedSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DelegatedSessions.class);

    /** As the vSphere SDK's own sample: a hundred, ten minutes after last use. */
    private static final OpenSessions.Bounds BOUNDS =
            new OpenSessions.Bounds(100, Duration.ofMinutes(10), Duration.ofHours(8));
    /** What can stand in a header; the real ones are 32 to 40 hex digits or a UUID. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{8,512}");
    /** A token that was refused is not asked about again at once, so that made-up ones do not keep a vCenter busy. */
    private static final Duration REFUSED = Duration.ofSeconds(10);

    private final VcenterServers servers;
    private final PersonalSessions sessions;
    private final OpenSessions open;
    private final Attempts refused;

    public DelegatedSessions(VcenterServers servers, PersonalSessions sessions, Clock clock) {
        this.servers = servers;
        this.sessions = sessions;
        this.open = new OpenSessions(clock, BOUNDS);
        this.refused = new Attempts(clock, 1, REFUSED);
    }

    /**
     * @param token the value of {@code vmware-api-session-id}
     * @param instanceUuid which vCenter; may be null where only one is known
     * @throws GuardException UNAUTHENTICATED; VCENTER_* when the vCenter cannot be asked
     */
    public Person person(String token, @Nullable String instanceUuid) {
        if (!TOKEN.matcher(token).matches()) {
            throw new GuardException(ErrorCode.UNAUTHENTICATED, "vmware-api-session-id is not a session token");
        }
        VcenterServer server = server(instanceUuid);
        String key = key(token, server);
        Supplier<PersonalSession> current = () -> open.openedOnce(key, () -> exchange(token, server));
        PersonalSession session = new WatchedSession(current, () -> open.remove(key), true);
        // Asked at once, so that a stranger is turned away here.
        LOG.debug("{} comes through the vSphere Client", session.user());
        return new Person(server, session);
    }

    private VcenterServer server(@Nullable String instanceUuid) {
        List<VcenterServer> known = servers.all();
        List<VcenterServer> meant = instanceUuid == null
                ? known
                : known.stream()
                        .filter(server -> instanceUuid.equalsIgnoreCase(server.instanceUuid()))
                        .toList();
        if (meant.size() != 1) {
            throw new GuardException(
                    ErrorCode.UNAUTHENTICATED,
                    instanceUuid == null
                            ? "Say which vCenter by the header datastore-guard-vcenter: its instance UUID"
                            : "This server knows no vCenter of that instance UUID");
        }
        return meant.get(0);
    }

    private PersonalSession exchange(String token, VcenterServer server) {
        String key = key(token, server);
        try {
            refused.refuseLocked(key);
        } catch (GuardException e) {
            throw new GuardException(ErrorCode.UNAUTHENTICATED, "This vSphere Client session was refused just now", e);
        }
        try {
            return sessions.exchange(server, token);
        } catch (GuardException e) {
            if (e.code() == ErrorCode.UNAUTHENTICATED) {
                refused.failed(key);
            }
            throw e;
        }
    }

    /** The digest, so that the token stays in memory no longer than its request; and the address it was sent to. */
    private static String key(String token, VcenterServer server) {
        return Digests.sha256(server.id() + "\n" + server.url() + "\n" + server.fingerprint() + "\n" + token);
    }

    /** To be run now and then: signs out what is idle or old. */
    public void sweep() {
        open.sweep();
    }

    /** How many sessions are open. */
    public int size() {
        return open.size();
    }

    @Override
    public void close() {
        open.close();
    }
}
