package org.datastoreguard.vcenter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;

/**
 * The id of a vSphere object as the vSphere Client passes it around: {@code urn:vmomi:Datastore:datastore-11:GUID}.
 * Strict, because vijava writes type and value of a reference into its XML as they are. Immutable.
 *
 * @param type managed object type
 * @param value the managed object id within its vCenter
 * @param instanceUuid the vCenter's {@code about.instanceUuid}
 */
public record ObjectId(String type, String value, String instanceUuid) {
    private static final Pattern FORM =
            Pattern.compile("urn:vmomi:([A-Za-z]{1,64}):([A-Za-z0-9-]{1,128}):([0-9a-fA-F-]{36})");

    private static final String ROOT = "root";

    public ObjectId {
        if (!FORM.matcher(text(type, value, instanceUuid)).matches()) {
            throw GuardException.invalid("id", "must have the form urn:vmomi:TYPE:ID:VCENTER-GUID");
        }
    }

    /** @throws GuardException INVALID_FIELD on {@code id} */
    public static ObjectId parse(String text) {
        return find(text)
                .orElseThrow(() -> GuardException.invalid("id", "must have the form urn:vmomi:TYPE:ID:VCENTER-GUID"));
    }

    /** The id, or empty when the text is none. */
    public static Optional<ObjectId> find(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new ObjectId(parts.group(1), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** The root folder of a vCenter, whatever its own id there. */
    public static ObjectId root(String instanceUuid) {
        return new ObjectId("Folder", ROOT, instanceUuid);
    }

    /** Whether this stands for the vCenter's root folder, so that its own id has yet to be asked for. */
    boolean isRoot() {
        return type.equals("Folder") && value.equals(ROOT);
    }

    private static String text(String type, String value, String instanceUuid) {
        return "urn:vmomi:" + type + ":" + value + ":" + instanceUuid;
    }

    @Override
    public String toString() {
        return text(type, value, instanceUuid);
    }
}
