package org.datastoreguard.api.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object into a record whose components may all be null, and notes every unknown member and every value of
 * the wrong kind, where a data binder would stop at the first one. Stateless.
 *
 * <p>Components may be {@link String}, {@link Boolean}, {@link Integer}, {@link Long}, {@link Instant}, an enum, such a
 * record, a {@link List} of these or a {@link Map} from text to text.
 */
public final class DocumentReader {
    private static final int SHOWN = 60;

    private DocumentReader() {}

    /** @return the record; what could not be read is null in it and noted in {@code errors} */
    public static <T extends Record> T read(ObjectNode body, Class<T> type, FormErrors errors) {
        return record(body, type, "", errors);
    }

    private static <T extends Record> T record(ObjectNode node, Class<T> type, String prefix, FormErrors errors) {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknown(node, components, prefix, errors);
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            JsonNode member = node.get(components[i].getName());
            values[i] = member == null || member.isNull()
                    ? null
                    : value(member, components[i].getGenericType(), prefix + components[i].getName(), errors);
        }
        return construct(type, components, values);
    }

    private static void refuseUnknown(ObjectNode node, RecordComponent[] components, String prefix, FormErrors errors) {
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(
                        ErrorCode.UNKNOWN_FIELD,
                        prefix + shown(name),
                        "there is no such member; known here: " + String.join(", ", known));
            }
        });
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable;
    }

    private static <T extends Record> T construct(
            Class<T> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("Not a document record: " + type, e);
        }
    }

    private static @Nullable Object value(JsonNode node, Type type, String path, FormErrors errors) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    ? map(node, path, errors)
                    : list(node, generic.getActualTypeArguments()[0], path, errors);
        }
        return plain(node, (Class<?>) type, path, errors);
    }

    private static @Nullable Object plain(JsonNode node, Class<?> type, String path, FormErrors errors) {
        if (type.isRecord()) {
            return node instanceof ObjectNode object
                    ? record(object, type.asSubclass(Record.class), path + ".", errors)
                    : refused(path, "must be an object", errors);
        }
        if (type.isEnum()) {
            return enumValue(node, type, path, errors);
        }
        if (type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : refused(path, "must be true or false", errors);
        }
        if (type == Integer.class) {
            return node.canConvertToInt() && node.isIntegralNumber()
                    ? node.intValue()
                    : refused(path, "must be a whole number", errors);
        }
        if (type == Long.class) {
            return node.canConvertToLong() && node.isIntegralNumber()
                    ? node.longValue()
                    : refused(path, "must be a whole number", errors);
        }
        if (!node.isTextual()) {
            return refused(path, "must be a text in quotes", errors);
        }
        return type == Instant.class ? instant(node.textValue(), path, errors) : node.textValue();
    }

    private static @Nullable Object enumValue(JsonNode node, Class<?> type, String path, FormErrors errors) {
        for (Object constant : type.getEnumConstants()) {
            if (node.isTextual() && constant.toString().equals(node.textValue())) {
                return constant;
            }
        }
        String allowed =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        return refused(path, "must be one of " + allowed, errors);
    }

    private static @Nullable Object instant(String text, String path, FormErrors errors) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return refused(path, "must be a time in UTC such as 2027-01-31T00:00:00Z", errors);
        }
    }

    private static @Nullable List<Object> list(JsonNode node, Type element, String path, FormErrors errors) {
        if (!node.isArray()) {
            refused(path, "must be a list in brackets", errors);
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            String at = path + "[" + i + "]";
            Object value = node.get(i).isNull()
                    ? refused(at, "must not be null", errors)
                    : value(node.get(i), element, at, errors);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private static @Nullable Map<String, String> map(JsonNode node, String path, FormErrors errors) {
        if (!node.isObject()) {
            refused(path, "must be an object", errors);
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (member.getValue().isTextual()) {
                values.put(member.getKey(), member.getValue().textValue());
            } else {
                errors.add(path + "." + shown(member.getKey()), "must be a text in quotes");
            }
        });
        return values;
    }

    private static @Nullable Object refused(String path, String rule, FormErrors errors) {
        errors.add(path, rule);
        return null;
    }
}
