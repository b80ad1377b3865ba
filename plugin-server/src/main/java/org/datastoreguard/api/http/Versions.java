package org.datastoreguard.api.http;

import jakarta.ws.rs.core.EntityTag;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Optimistic locking as HTTP knows it: the version is the ETag, a change names it in If-Match. */
public final class Versions {
    private Versions() {}

    public static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * Checks that somebody who changes something has seen its present state.
     *
     * @param ifMatch the header; {@code *} for "whatever it is now"
     * @throws GuardException PRECONDITION_REQUIRED, VERSION_CONFLICT
     */
    public static void require(@Nullable String ifMatch, long version) {
        if (ifMatch == null) {
            throw new GuardException(
                    ErrorCode.PRECONDITION_REQUIRED, "Read it first, and send its ETag back as If-Match");
        }
        allow(ifMatch, version);
    }

    /** Like {@link #require}, where the header may be left out. */
    public static void allow(@Nullable String ifMatch, long version) {
        if (ifMatch != null && !matches(ifMatch, version)) {
            throw new GuardException(
                    ErrorCode.VERSION_CONFLICT,
                    "It was changed meanwhile and now has version " + version + "; read it again");
        }
    }

    private static boolean matches(String ifMatch, long version) {
        for (String tag : ifMatch.split(",", -1)) {
            String bare = tag.strip();
            if (bare.equals("*") || bare.equals("\"" + version + "\"") || bare.equals(Long.toString(version))) {
                return true;
            }
        }
        return false;
    }
}
