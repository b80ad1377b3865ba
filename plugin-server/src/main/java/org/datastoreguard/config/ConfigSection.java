package org.datastoreguard.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file. Reading a value that breaks its rule notes the error and goes on, so that a person sees all
 * errors at once.
 */
final class ConfigSection {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]*)}");

    private final JsonNode node;
    private final String pointer;
    private final Map<String, Integer> lines;
    private final Map<String, String> environment;
    private final List<FieldError> errors;

    ConfigSection(JsonNode root, Map<String, Integer> lines, Map<String, String> environment) {
        this(root, "", lines, environment, new ArrayList<>());
        if (!absent(root) && !root.isObject()) {
            errors.add(new FieldError("(file)", "must be a mapping of keys to values"));
        }
    }

    private ConfigSection(
            JsonNode node,
            String pointer,
            Map<String, Integer> lines,
            Map<String, String> environment,
            List<FieldError> errors) {
        this.node = node;
        this.pointer = pointer;
        this.lines = lines;
        this.environment = environment;
        this.errors = errors;
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** A key without a value is read as an empty text. */
    private static boolean absent(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty());
    }

    ConfigSection section(String key) {
        JsonNode child = node.path(key);
        if (!absent(child) && !child.isObject()) {
            refuse(key, "must be a mapping of keys to values");
        }
        return new ConfigSection(child, pointer + "/" + key, lines, environment, errors);
    }

    /** Notes every key but these. */
    void allow(String... keys) {
        Set<String> known = Set.of(keys);
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                refuse(key, "is not known; known here are " + String.join(", ", Arrays.asList(keys)));
            }
        });
    }

    /** A scalar's text with its environment variables put in; null when absent or wrong. */
    @Nullable
    String text(String key) {
        JsonNode value = node.path(key);
        if (absent(value)) {
            return null;
        }
        if (!value.isValueNode()) {
            refuse(key, "must be a single value");
            return null;
        }
        return withVariables(key, value.asText());
    }

    private @Nullable String withVariables(String key, String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null) {
                refuse(key, "names the environment variable " + matcher.group(1) + ", which is not set");
                return null;
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    /** A value that {@code parse} makes of the text; where it throws, the rule is reported and the fallback returned. */
    <T> T value(String key, T fallback, String rule, Function<String, T> parse) {
        T value = optional(key, rule, parse);
        return value == null ? fallback : value;
    }

    <T> @Nullable T optional(String key, String rule, Function<String, T> parse) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            // Not the exception's own words: they quote the value, which may be a secret.
            refuse(key, rule);
            return null;
        }
    }

    void refuse(String key, String rule) {
        String path = pointer + "/" + key;
        Integer line = lines.get(path);
        String dotted = path.substring(1).replace('/', '.');
        errors.add(new FieldError(line == null ? dotted : dotted + " (line " + line + ")", rule));
    }
}
