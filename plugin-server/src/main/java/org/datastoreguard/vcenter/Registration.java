package org.datastoreguard.vcenter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the plugin stands at one vCenter.
 *
 * @param drift what differs from what this server would register now, in words; empty when nothing does
 */
public record Registration(
        State state,
        @Nullable String version,
        @Nullable String manifestUrl,
        @Nullable String fingerprint,
        List<String> drift) {
    public Registration {
        drift = List.copyOf(drift);
    }

    public enum State {
        NOT_REGISTERED,
        REGISTERED,
        DRIFTED,
        OWNED_BY_OTHER
    }
}
