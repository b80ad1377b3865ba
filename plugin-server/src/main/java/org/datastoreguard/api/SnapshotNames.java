package org.datastoreguard.api;

import java.util.Locale;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots of a list are wanted, by the part of their names behind the @. Immutable.
 *
 * @param exact null for any
 * @param part what the name contains, whatever its case; null for anything
 */
record SnapshotNames(@Nullable String exact, @Nullable String part) {
    static final SnapshotNames ALL = new SnapshotNames(null, null);

    /** As long as a name may be. */
    private static final int LONGEST = 255;

    /** @throws GuardException INVALID_FIELD */
    SnapshotNames {
        if (part != null && (part.isEmpty() || part.length() > LONGEST)) {
            throw GuardException.invalid("nameContains", "must have 1 to " + LONGEST + " characters");
        }
    }

    boolean match(String name) {
        return (exact == null || name.equals(exact))
                && (part == null || name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)));
    }
}
