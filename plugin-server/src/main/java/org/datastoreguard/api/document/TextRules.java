package org.datastoreguard.api.document;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.regex.Pattern;
import org.datastoreguard.schedule.TimeZones;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * The grammars of texts that people type into forms. Whatever passes here is safe to show, to log, and to hand to a
 * machine as one argument: no control characters, no leading {@code -}, nothing a shell would read as more than a word.
 */
final class TextRules {
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:@+/-]{0,79}");
    private static final Pattern TYPED = Pattern.compile("(?=.*\\S)\\P{Cntrl}{1,256}", Pattern.DOTALL);
    private static final Pattern DATASTORE_ID =
            Pattern.compile("urn:vmomi:Datastore:[A-Za-z0-9-]{1,64}:[0-9A-Fa-f-]{1,64}");
    private static final Pattern EXCLUDE = Pattern.compile("[A-Za-z0-9_*?][A-Za-z0-9_.:*?/ -]{0,199}");
    private static final Pattern PROPERTY = Pattern.compile("[a-z0-9][a-z0-9:._-]{0,254}");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);

    private TextRules() {}

    /** A name that people give to a task, a machine or a token. */
    static @Nullable String label(String field, @Nullable String text, FormErrors errors) {
        return matching(
                field,
                text,
                LABEL,
                "must start with a letter or digit and have at most 80 characters: letters, digits, space and . _ : @ + / -",
                errors);
    }

    /** A user name, a password or the like: anything that can be typed. */
    static @Nullable String plain(String field, @Nullable String text, FormErrors errors) {
        return matching(
                field,
                text,
                TYPED,
                "must have 1 to 256 characters, not only spaces, and no control characters",
                errors);
    }

    static @Nullable String datastoreId(String field, @Nullable String text, FormErrors errors) {
        return matching(
                field,
                text,
                DATASTORE_ID,
                "must be a datastore id such as urn:vmomi:Datastore:datastore-11:GUID",
                errors);
    }

    private static @Nullable String matching(
            String field, @Nullable String text, Pattern grammar, String rule, FormErrors errors) {
        if (text != null && !grammar.matcher(text).matches()) {
            errors.add(field, rule);
            return null;
        }
        return text;
    }

    static @Nullable DatasetName dataset(String field, @Nullable String text, FormErrors errors) {
        if (text == null) {
            return null;
        }
        if (!DatasetName.isValid(text)) {
            errors.add(
                    field,
                    "must be the full name of a ZFS dataset such as tank/vm: letters, digits, space and _ - . : between"
                            + " slashes, the pool starting with a letter");
            return null;
        }
        return new DatasetName(text);
    }

    static void excludes(String field, List<String> patterns, boolean recursive, FormErrors errors) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!EXCLUDE.matcher(patterns.get(i)).matches()) {
                errors.add(
                        field + "[" + i + "]",
                        "must be a full dataset name, or a pattern for one: letters, digits, space and _ - . : / * ?");
            }
        }
        if (!patterns.isEmpty() && !recursive) {
            errors.add(field, "only has a meaning with recursive: true");
        }
    }

    static void property(String field, String name, FormErrors errors) {
        if (!PROPERTY.matcher(name).matches()) {
            errors.add(field, "must be the name of a ZFS property");
        }
    }

    static ZoneId zone(@Nullable String text, FormErrors errors) {
        ZoneId zone = text == null ? null : errors.check("timeZone", () -> TimeZones.of(text));
        return zone == null ? UTC : zone;
    }

    static @Nullable Window window(@Nullable String begin, @Nullable String end, FormErrors errors) {
        LocalTime from = time("begin", begin, errors);
        LocalTime to = time("end", end, errors);
        return errors.has("begin") || errors.has("end")
                ? null
                : errors.checkNullable("begin", () -> Window.of(from, to));
    }

    private static @Nullable LocalTime time(String field, @Nullable String text, FormErrors errors) {
        if (text == null) {
            return null;
        }
        try {
            return LocalTime.parse(text, TIME);
        } catch (DateTimeException e) {
            errors.add(field, "must be a time of day as HH:mm, from 00:00 to 23:59");
            return null;
        }
    }

    static String time(LocalTime time) {
        return TIME.format(time);
    }
}
