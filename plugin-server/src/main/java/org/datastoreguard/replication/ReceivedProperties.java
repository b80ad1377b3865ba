package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.StreamFlags;

/**
 * What a target takes over of the properties of its source (design/engine.md, rule 8). Nothing by default. With
 * {@code includeProperties} everything but what would let the target show up, fill up or be written where nobody expects
 * it; what the task overrides, it overrides at each receive. Pure.
 */
final class ReceivedProperties {
    /** A target is read-only and not mounted whatever its source is, so these are nobody's to choose. */
    private static final Set<String> OURS = Set.of("readonly", "canmount");

    /** Bound to how a dataset was made or encrypted; what is given for them breaks a receive or says nothing true. */
    private static final Set<String> FIXED = Set.of(
            "encryption",
            "keyformat",
            "keylocation",
            "pbkdf2iters",
            "volsize",
            "volblocksize",
            "casesensitivity",
            "normalization",
            "utf8only");

    private static final String OWN_PREFIX = "org.datastoreguard:";

    private static final List<String> NEVER_OF_FILESYSTEMS =
            List.of("mountpoint", "quota", "refquota", "reservation", "refreservation", "sharenfs", "sharesmb");
    private static final List<String> NEVER_OF_VOLUMES = List.of("reservation", "refreservation");

    private static final Set<String> OF_FILESYSTEMS_ONLY = Set.of(
            "mountpoint",
            "quota",
            "refquota",
            "sharenfs",
            "sharesmb",
            "recordsize",
            "atime",
            "relatime",
            "setuid",
            "exec",
            "devices",
            "xattr",
            "acltype",
            "aclinherit",
            "aclmode",
            "snapdir",
            "nbmand",
            "overlay",
            "dnodesize",
            "special_small_blocks",
            "vscan",
            "zoned",
            "jailed",
            "filesystem_limit",
            "version");
    private static final Set<String> OF_VOLUMES_ONLY = Set.of("volmode", "volthreading");

    private final boolean included;
    private final Map<String, String> overrides;
    private final List<String> excludes;
    private final String note;

    ReceivedProperties(ReplicationTask task) {
        this.included = task.includeProperties();
        this.overrides = new TreeMap<>(task.propertyOverrides());
        this.excludes = task.propertyExcludes();
        this.note = new Marker(task.id()).holding();
    }

    /** What {@code zfs send} is told besides; a stream that is taken up again carries what it carried. */
    List<String> sendOptions(Step.Send send) {
        return included && send.resume() == null ? List.of("-p") : List.of();
    }

    /** What {@code zfs recv} is told besides, each option and its value on its own. */
    List<String> receiveOptions(Step.Send send) {
        List<String> options = new ArrayList<>();
        overrides.forEach((name, value) -> {
            if (appliesTo(send.type(), name)) {
                options.addAll(List.of("-o", name + "=" + value));
            }
        });
        if (included) {
            excluded(send).forEach(name -> options.addAll(List.of("-x", name)));
        }
        return options;
    }

    private Set<String> excluded(Step.Send send) {
        Set<String> names =
                new LinkedHashSet<>(send.type() == DatasetType.VOLUME ? NEVER_OF_VOLUMES : NEVER_OF_FILESYSTEMS);
        excludes.stream().filter(name -> appliesTo(send.type(), name)).forEach(names::add);
        names.add(note);
        if (!send.creates()) {
            // A first receive sets these itself, and may not be told twice.
            names.add("readonly");
            names.add(StreamFlags.PROPERTY);
            if (send.type() == DatasetType.FILESYSTEM) {
                names.add("canmount");
            }
        }
        names.removeAll(overrides.keySet());
        return names;
    }

    private static boolean appliesTo(DatasetType type, String name) {
        return !(type == DatasetType.VOLUME ? OF_FILESYSTEMS_ONLY : OF_VOLUMES_ONLY).contains(name);
    }

    /** What a task may not ask of properties, by field. */
    static List<FieldError> refusals(ReplicationTask task) {
        List<FieldError> refused = new ArrayList<>();
        task.propertyOverrides().forEach((name, value) -> {
            String field = "propertyOverrides." + name;
            if (OURS.contains(name)) {
                refused.add(new FieldError(
                        field,
                        "is set by the product: a target is readonly=on and canmount=noauto until you change it"));
            } else if (isFixed(name)) {
                refused.add(new FieldError(field, "cannot be chosen for a copy"));
            } else if (!isValue(value)) {
                refused.add(new FieldError(field, "must be 1 to 1024 printable characters"));
            }
        });
        if (!task.propertyExcludes().isEmpty() && !task.includeProperties()) {
            refused.add(new FieldError("propertyExcludes", "goes with includeProperties"));
        }
        task.propertyExcludes().stream()
                .filter(name -> OURS.contains(name)
                        || isFixed(name)
                        || task.propertyOverrides().containsKey(name))
                .forEach(name -> refused.add(new FieldError(
                        "propertyExcludes",
                        name + " cannot be excluded: it is set otherwise, or belongs to the data")));
        if (task.includeProperties() && task.raw() == ReplicationTask.Raw.NEVER) {
            refused.add(new FieldError(
                    "includeProperties",
                    "needs raw AUTO or ALWAYS: encrypted datasets send properties in raw streams only"));
        }
        return List.copyOf(refused);
    }

    private static boolean isFixed(String name) {
        return FIXED.contains(name) || name.startsWith(OWN_PREFIX);
    }

    private static boolean isValue(String value) {
        return !value.isEmpty()
                && value.length() <= 1024
                && value.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
