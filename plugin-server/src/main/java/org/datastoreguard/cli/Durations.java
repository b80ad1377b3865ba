package org.datastoreguard.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: {@code 15m}, {@code 4h}, {@code 1d}, {@code 2w}, or ISO-8601. */
final class Durations {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})([mhdw])");

    private Durations() {}

    static Duration of(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCode.USAGE, "Write a duration such as 15m, 4h, 1d, 2w or PT15M", e);
        }
    }
}
