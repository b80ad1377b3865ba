package org.datastoreguard.replication;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasSystem;

/**
 * How the source reaches the target in direct mode. The host key is the one a person confirmed for the target; nothing
 * else is accepted on the way.
 *
 * @param alias the name under which the pinned key is looked up, whatever the address
 * @param hostKey type and key, as in a known_hosts line
 */
record Route(String user, String host, int port, String alias, String hostKey) {
    /** @throws GuardException NAS_HOST_KEY_UNKNOWN when nobody has confirmed the target's host key */
    static Route to(NasSystem target, ReplicationTask.Remote remote) {
        String pinned = target.hostKey();
        if (pinned == null) {
            throw new GuardException(
                    ErrorCode.NAS_HOST_KEY_UNKNOWN,
                    "The host key of " + target.name() + " has not been confirmed; nothing was sent");
        }
        String[] words = pinned.strip().split("\\s+");
        String host = remote.hostname();
        Integer port = remote.port();
        return new Route(
                target.user(),
                host == null ? target.host() : host,
                port == null ? target.port() : port,
                "datastore-guard-" + target.id(),
                words.length > 1 ? words[0] + " " + words[1] : pinned.strip());
    }
}
