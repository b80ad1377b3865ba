package org.datastoreguard.zfs;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * The full name of a filesystem or volume, such as {@code tank/vm/app1}. Only names that keep the ZFS grammar
 * (zfsprops(7), module/zcommon/zfs_namecheck.c) exist as a value, so a {@code DatasetName} can stand in a command line.
 */
public record DatasetName(String value) implements Comparable<DatasetName> {
    private static final int MAX_LENGTH = 255;
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.: -]*");
    private static final Pattern POOL = Pattern.compile("[A-Za-z][A-Za-z0-9_.: -]*");

    public DatasetName {
        if (!isValid(value)) {
            throw new GuardException(ErrorCode.BAD_NAME, "Not a valid dataset name: " + Names.quoted(value));
        }
    }

    /** Whether the text keeps the grammar. */
    public static boolean isValid(String text) {
        if (text.length() > MAX_LENGTH || text.endsWith(" ")) {
            return false;
        }
        String[] components = text.split("/", -1);
        if (!POOL.matcher(components[0]).matches()) {
            return false;
        }
        for (String component : components) {
            if (!COMPONENT.matcher(component).matches() || component.equals("..") || component.equals(".")) {
                return false;
            }
        }
        return true;
    }

    public String pool() {
        int slash = value.indexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    /** The dataset that contains this one; empty for a pool. */
    public Optional<DatasetName> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new DatasetName(value.substring(0, slash)));
    }

    /** The last component. */
    public String lastComponent() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    public DatasetName child(String relative) {
        return new DatasetName(value + "/" + relative);
    }

    /** Whether {@code other} is this dataset or stands somewhere below it. */
    public boolean contains(DatasetName other) {
        return other.value.equals(value) || other.value.startsWith(value + "/");
    }

    /** Whether one of the others stands above this dataset. */
    public boolean isBelowAnyOf(Collection<DatasetName> others) {
        return others.stream().anyMatch(other -> !other.equals(this) && other.contains(this));
    }

    /** Whether the two subtrees share a dataset. */
    public boolean overlaps(DatasetName other) {
        return contains(other) || other.contains(this);
    }

    /** This name with the prefix {@code from} replaced by {@code to}. */
    public DatasetName rebased(DatasetName from, DatasetName to) {
        if (!from.contains(this)) {
            throw new IllegalArgumentException(this + " is not within " + from);
        }
        return new DatasetName(to.value + value.substring(from.value.length()));
    }

    public SnapshotName snapshot(String label) {
        return new SnapshotName(this, label);
    }

    @Override
    public int compareTo(DatasetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
