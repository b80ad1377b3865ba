package org.datastoreguard.replication;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasSystem;

/**
 * How one machine reaches the other in direct mode: the source the target in a push, the target the source in a pull. The
 * host key is the one a person confirmed for the machine that is called; nothing else is accepted on the way.
 *
 * @param alias the name under which the pinned key is looked up, whatever the address
 * @param hostKey type and key, as in a known_hosts line
 */
record Route(String user, String host, int port, String alias, String hostKey) {
    /** @throws GuardException NAS_HOST_KEY_UNKNOWN when nobody has confirmed the host key of the called machine */
    static Route to(NasSystem called, ReplicationTask.Remote remote) {
        String pinned = called.hostKey();
        if (pinned == null) {
            throw new GuardException(
                    ErrorCode.NAS_HOST_KEY_UNKNOWN,
                    "The host key of " + called.name() + " has not been confirmed; nothing was sent");
        }
        String[] words = pinned.strip().split("\\s+");
        String host = remote.hostname();
        Integer port = remote.port();
        return new Route(
                called.user(),
                host == null ? called.host() : host,
                port == null ? called.port() : port,
                "datastore-guard-" + called.id(),
                words.length > 1 ? words[0] + " " + words[1] : pinned.strip());
    }
}
