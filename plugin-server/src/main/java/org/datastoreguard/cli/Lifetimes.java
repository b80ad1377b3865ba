package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long snapshots are kept, as people type it: {@code 12h}, {@code 7d}, {@code 2w}, {@code 3mo}, {@code 1y}. */
final class Lifetimes {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,4})(h|d|w|mo|y)");
    private static final Map<String, String> UNITS =
            Map.of("h", "HOUR", "d", "DAY", "w", "WEEK", "mo", "MONTH", "y", "YEAR");

    private Lifetimes() {}

    static void put(ObjectNode body, String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure(ExitCode.USAGE, "Write a lifetime such as 12h, 7d, 2w, 3mo or 1y");
        }
        body.putObject("lifetime")
                .put("value", Integer.parseInt(matcher.group(1)))
                .put("unit", Objects.requireNonNull(UNITS.get(matcher.group(2))));
    }
}
