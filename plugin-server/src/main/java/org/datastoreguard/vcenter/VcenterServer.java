package org.datastoreguard.vcenter;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A vCenter as a person described it. Holds no secret: the password stays with {@link VcenterServers}.
 *
 * @param url the SDK address, {@code https://host[:port]/sdk}
 * @param fingerprint pinned SHA-256 of its certificate, colon-separated upper-case hex
 * @param instanceUuid {@code about.instanceUuid}, the last part of its object ids; null until first connected
 * @param version for optimistic locking, starts at 1
 */
public record VcenterServer(
        String id,
        String name,
        URI url,
        String username,
        String fingerprint,
        @Nullable String instanceUuid,
        long version) {}
