package org.datastoreguard.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit at most so many items
 * @param after the key of the last item of the part before; null for the first part
 */
public record PageRequest(int limit, @Nullable String after) {
    /** Without {@code limit}. */
    public static final int STANDARD = 100;

    private static final int MOST = 1000;

    /** @throws GuardException INVALID_FIELD */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit == null ? STANDARD : limit(limit), cursor == null ? null : after(cursor));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below, together with numbers out of range.
        }
        throw GuardException.invalid("limit", "must be a number from 1 to " + MOST);
    }

    private static String after(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GuardException.invalid("cursor", "must be the nextCursor of an earlier answer");
        }
    }

    static String cursorAfter(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
