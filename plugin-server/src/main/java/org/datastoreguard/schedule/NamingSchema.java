package org.datastoreguard.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;

/**
 * A strftime-like pattern for snapshot names, year to minute, in UTC (design/engine.md, rule 22): literal text and
 * {@code %Y %m %d %H %M}, each needed, and {@code %S}. In UTC, since local names collide in the hour that daylight saving
 * repeats.
 */
public record NamingSchema(String pattern) {
    private static final int LONGEST = 100;
    /** What a ZFS snapshot name may hold, without the space that people and shells trip over. */
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9_.:-]*");

    private static final Pattern DIRECTIVE = Pattern.compile("%(.?)");

    /** After the patterns above, which it needs. */
    public static final NamingSchema DEFAULT = new NamingSchema("auto-%Y-%m-%d_%H-%MZ");

    /** @throws GuardException INVALID_FIELD */
    public NamingSchema {
        String broken = brokenRule(pattern);
        if (!broken.isEmpty()) {
            throw GuardException.invalid("namingSchema", broken);
        }
    }

    private static String brokenRule(String pattern) {
        if (pattern.length() > LONGEST) {
            return "must not be longer than " + LONGEST + " characters";
        }
        for (Part part : Part.values()) {
            if (part.needed && !pattern.contains(part.directive())) {
                return "must contain %Y, %m, %d, %H and %M, so that each minute has its own name; " + part.directive()
                        + " is missing";
            }
        }
        Matcher directives = DIRECTIVE.matcher(pattern);
        while (directives.find()) {
            if (Part.of(directives.group(1)).isEmpty()) {
                return "only %Y %m %d %H %M %S may follow a percent sign; names are in UTC";
            }
        }
        String literal = DIRECTIVE.matcher(pattern).replaceAll("");
        if (pattern.startsWith("-") || !LITERAL.matcher(literal).matches()) {
            return "may hold letters, digits and _ . : - besides the % parts, and must not start with -";
        }
        return "";
    }

    /** The name for a moment; what the pattern does not show is cut off. */
    public String format(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return DIRECTIVE
                .matcher(pattern)
                .replaceAll(m -> Part.of(m.group(1)).map(p -> p.format(utc)).orElseThrow());
    }

    /** The moment a name stands for; empty when the name is not of this schema. */
    public Optional<Instant> parse(String name) {
        StringBuilder regex = new StringBuilder();
        Map<Part, String> groups = new EnumMap<>(Part.class);
        Matcher directives = DIRECTIVE.matcher(pattern);
        int literalFrom = 0;
        while (directives.find()) {
            regex.append(Pattern.quote(pattern.substring(literalFrom, directives.start())));
            literalFrom = directives.end();
            Part part = Part.of(directives.group(1)).orElseThrow();
            regex.append(groups.putIfAbsent(part, part.name()) == null ? part.capture() : part.again());
        }
        regex.append(Pattern.quote(pattern.substring(literalFrom)));
        Matcher matcher = Pattern.compile(regex.toString()).matcher(name);
        return matcher.matches() ? instant(matcher, groups) : Optional.empty();
    }

    private static Optional<Instant> instant(Matcher matcher, Map<Part, String> groups) {
        try {
            int second = groups.containsKey(Part.S) ? number(matcher, Part.S) : 0;
            return Optional.of(LocalDateTime.of(
                            number(matcher, Part.Y),
                            number(matcher, Part.MONTH),
                            number(matcher, Part.D),
                            number(matcher, Part.H),
                            number(matcher, Part.MINUTE),
                            second)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, Part part) {
        return Integer.parseInt(matcher.group(part.name()));
    }

    @Override
    public String toString() {
        return pattern;
    }

    private enum Part {
        Y("Y", 4, true),
        MONTH("m", 2, true),
        D("d", 2, true),
        H("H", 2, true),
        MINUTE("M", 2, true),
        S("S", 2, false);

        private final String letter;
        private final int digits;
        private final boolean needed;

        Part(String letter, int digits, boolean needed) {
            this.letter = letter;
            this.digits = digits;
            this.needed = needed;
        }

        static Optional<Part> of(String letter) {
            for (Part part : values()) {
                if (part.letter.equals(letter)) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }

        String directive() {
            return "%" + letter;
        }

        String capture() {
            return "(?<" + name() + ">[0-9]{" + digits + "})";
        }

        String again() {
            return "\\k<" + name() + ">";
        }

        String format(LocalDateTime utc) {
            int value = switch (this) {
                case Y -> utc.getYear();
                case MONTH -> utc.getMonthValue();
                case D -> utc.getDayOfMonth();
                case H -> utc.getHour();
                case MINUTE -> utc.getMinute();
                case S -> utc.getSecond();
            };
            return String.format(Locale.ROOT, "%0" + digits + "d", value);
        }
    }
}
