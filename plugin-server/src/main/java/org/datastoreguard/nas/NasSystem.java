package org.datastoreguard.nas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage machine as a person described it. Holds no secret: the private key stays with {@link NasSystems}.
 *
 * @param id stable, made by the product
 * @param host name or address as this server reaches it
 * @param user login name; root is not needed
 * @param sudo whether {@code zfs} and {@code zpool} are run through {@code sudo -n}
 * @param hostKey the pinned public host key, {@code ssh-ed25519 AAAA…}; null until a person confirmed one
 * @param publicKey the public half of the key this product logs in with, one OpenSSH line
 * @param addresses further names and addresses that hypervisors mount it by
 * @param version for optimistic locking, starts at 1
 */
public record NasSystem(
        String id,
        String name,
        String host,
        int port,
        String user,
        boolean sudo,
        @Nullable String hostKey,
        String publicKey,
        List<String> addresses,
        long version) {
    public NasSystem {
        addresses = List.copyOf(addresses);
    }
}
