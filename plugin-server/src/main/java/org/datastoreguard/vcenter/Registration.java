package org.datastoreguard.vcenter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the plugin stands at one vCenter.
 *
 * @param missingAlarms alarm definitions of ours that are not there: taken away by somebody, or the account that registered
 *     may not make them; the plugin works without
 * @param drift what differs from what this server would register now, in words; empty when nothing does
 */
public record Registration(
        State state,
        @Nullable String version,
        @Nullable String manifestUrl,
        @Nullable String fingerprint,
        List<String> drift,
        List<String> missingAlarms) {
    public Registration {
        drift = List.copyOf(drift);
        missingAlarms = List.copyOf(missingAlarms);
    }

    Registration withoutAlarms(List<String> missing) {
        return new Registration(state, version, manifestUrl, fingerprint, drift, missing);
    }

    public enum State {
        NOT_REGISTERED,
        REGISTERED,
        DRIFTED,
        OWNED_BY_OTHER
    }
}
