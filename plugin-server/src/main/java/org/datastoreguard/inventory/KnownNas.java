package org.datastoreguard.inventory;

import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasSystem;
import org.jspecify.annotations.Nullable;

/**
 * A storage machine as the matcher sees it.
 *
 * @param contents what it said last; null while it has never answered
 * @param problem why it does not answer now; null when it does
 */
public record KnownNas(
        NasSystem system,
        @Nullable NasContents contents,
        @Nullable String problem) {
    String name() {
        return system.name();
    }

    /** Without the contents, which can be thousands of datasets: the matcher keeps machines in sets. */
    @Override
    public int hashCode() {
        return system.id().hashCode();
    }
}
