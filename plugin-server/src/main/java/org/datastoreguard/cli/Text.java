package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How values look to people. */
final class Text {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Text() {}

    /** A member as text; a dash where there is none. Paths such as {@code mapping.dataset} lead inside. */
    static String of(JsonNode item, String path) {
        JsonNode value = item.at("/" + path.replace('.', '/'));
        if (value.isArray()) {
            return value.isEmpty()
                    ? "-"
                    : StreamSupport.stream(value.spliterator(), false)
                            .map(part -> printable(part.asText()))
                            .collect(Collectors.joining(", "));
        }
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? "-" : printable(value.asText());
    }

    /** Without what steers a terminal: names and logs come from other machines. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\t\n]]", "?");
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    static String bytes(JsonNode item, String path) {
        JsonNode value = item.at("/" + path.replace('.', '/'));
        return value.isNumber() ? bytes(value.asLong()) : "-";
    }
}
