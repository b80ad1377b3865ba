package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectReference;
import java.util.GregorianCalendar;
import java.util.regex.Pattern;
import javax.xml.datatype.DatatypeFactory;

/** Turns the text of one element into the value vijava's classes hold. Pure. */
final class Scalars {
    /** What XML lets a reference contain without being escaped again on the way back. */
    private static final Pattern REFERENCE = Pattern.compile("[^<>&\"'\\p{Cntrl}]{1,512}");

    private Scalars() {}

    /** @throws IllegalArgumentException the text is no value of that type */
    static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        String trimmed = text.strip();
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> bool(trimmed);
            case "byte", "Byte" -> Byte.valueOf(trimmed);
            case "short", "Short" -> Short.valueOf(trimmed);
            case "int", "Integer" -> Integer.valueOf(trimmed);
            case "long", "Long" -> Long.valueOf(trimmed);
            case "float", "Float" -> Float.valueOf(trimmed);
            case "double", "Double" -> Double.valueOf(trimmed);
            case "Calendar" -> calendar(trimmed);
            default -> throw new IllegalArgumentException("not a simple type: " + type);
        };
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static GregorianCalendar calendar(String text) {
        return DatatypeFactory.newDefaultInstance()
                .newXMLGregorianCalendar(text)
                .toGregorianCalendar();
    }

    /** @throws IllegalArgumentException for an enum constant that vijava is too old for */
    static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no constant of " + type.getSimpleName());
    }

    /**
     * A managed object reference, refused when it holds what would break out of XML: vijava writes it back unescaped.
     *
     * @throws IllegalArgumentException for such a reference
     */
    static ManagedObjectReference reference(String type, String value) {
        if (!REFERENCE.matcher(type).matches() || !REFERENCE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a managed object reference");
        }
        ManagedObjectReference reference = new ManagedObjectReference();
        reference.setType(type);
        reference.setVal(value);
        return reference;
    }
}
