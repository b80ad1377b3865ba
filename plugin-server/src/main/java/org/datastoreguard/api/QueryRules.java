package org.datastoreguard.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** What may stand behind the question mark of an address. Each throws INVALID_FIELD, naming the parameter and its rule. */
final class QueryRules {
    private static final int LONGEST = 200;

    private QueryRules() {}

    static <E extends Enum<E>> @Nullable E oneOf(String field, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        GuardException.invalid(field, "must be one of " + Arrays.toString(type.getEnumConstants())));
    }

    static @Nullable Instant instant(String field, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw GuardException.invalid(field, "must be a time in UTC such as 2027-01-31T00:00:00Z");
        }
    }

    /** A part of a text whose case does not matter: in lower case; null for an empty one too. */
    static @Nullable String part(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw GuardException.invalid(
                    field, "must be at most " + LONGEST + " characters without control characters");
        }
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** From 1 on. */
    static int upTo(String field, @Nullable String text, int usual, int most) {
        if (text == null) {
            return usual;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw GuardException.invalid(field, "must be a whole number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}
