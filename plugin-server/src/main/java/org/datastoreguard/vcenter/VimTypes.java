package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectReference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What vijava knows of the vSphere types, and a record of what it does not know: its classes are those of vSphere 6.0, a
 * newer vCenter sends more. Unknown names are logged once, at debug. Thread-safe.
 */
final class VimTypes {
    private static final Logger log = LoggerFactory.getLogger(VimTypes.class);
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,127}");
    private static final int MAX_RECORDED = 1000;
    private static final Map<String, Class<?>> BASIC = Map.ofEntries(
            Map.entry("string", String.class),
            Map.entry("anyURI", String.class),
            Map.entry("boolean", boolean.class),
            Map.entry("byte", byte.class),
            Map.entry("short", short.class),
            Map.entry("int", int.class),
            Map.entry("long", long.class),
            Map.entry("float", float.class),
            Map.entry("double", double.class),
            Map.entry("dateTime", Calendar.class));
    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Calendar.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class);

    private final Map<Class<?>, Map<String, Field>> fields = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** The Java class of an XML Schema type such as {@code string} or {@code dateTime}. */
    Optional<Class<?>> basic(String name) {
        return Optional.ofNullable(BASIC.get(name));
    }

    /** vijava's class for a vSphere type; empty, and recorded, when vijava is older than the type. */
    Optional<Class<?>> vim(String name) {
        if (!CLASS_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(ManagedObjectReference.class.getPackageName() + "." + name));
        } catch (ClassNotFoundException e) {
            record(name);
            return Optional.empty();
        }
    }

    /**
     * The class behind a return type as vijava's stubs write it: {@code Extension}, {@code ObjectContent[]}, {@code String}.
     *
     * @throws IllegalArgumentException for a name that no stub has
     */
    Class<?> returned(String name) {
        if (name.endsWith("[]")) {
            return Array.newInstance(returned(name.substring(0, name.length() - 2)), 0)
                    .getClass();
        }
        return switch (name) {
            case "String" -> String.class;
            case "Calendar" -> Calendar.class;
            default ->
                basic(name)
                        .or(() -> vim(name))
                        .orElseThrow(() -> new IllegalArgumentException("no vSphere type " + name));
        };
    }

    /** A type with the members that it has got since vijava was made, where we need them. */
    static Class<?> newest(Class<?> type) {
        return type == com.vmware.vim25.ExtensionServerInfo.class ? ExtensionServerInfo.class : type;
    }

    static boolean isScalar(Class<?> type) {
        return type.isPrimitive() || SCALARS.contains(type);
    }

    /** The member an element is read into; empty, and recorded, for members that vijava's class lacks. */
    Optional<Field> member(Class<?> type, String element) {
        Map<String, Field> known = fields.computeIfAbsent(type, VimTypes::members);
        Field field = known.getOrDefault(element, known.get("_" + element));
        if (field == null) {
            record(type.getSimpleName() + "." + element);
        }
        return Optional.ofNullable(field);
    }

    private static Map<String, Field> members(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(f -> !Modifier.isStatic(f.getModifiers()) && !Modifier.isFinal(f.getModifiers()))
                .collect(Collectors.toMap(Field::getName, f -> f, (own, inherited) -> own));
    }

    /** Notes something in an answer that was passed over. */
    void record(String what) {
        if (unknown.size() < MAX_RECORDED && unknown.add(what)) {
            log.debug("vCenter sent {}, which this client does not know; passed over", what);
        }
    }

    /** Everything passed over so far, sorted. */
    List<String> recorded() {
        return unknown.stream().sorted().toList();
    }
}
