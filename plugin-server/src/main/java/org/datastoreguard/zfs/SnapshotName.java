package org.datastoreguard.zfs;

import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * A snapshot's full name, {@code dataset@label}. A label only: what a snapshot <em>is</em> says its {@link Guid}.
 */
public record SnapshotName(DatasetName dataset, String label) {
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.:][A-Za-z0-9_.: -]*");
    private static final int MAX_LENGTH = 255;
    private static final int SHOWN = 200;

    public SnapshotName {
        if (!isValidLabel(label) || dataset.value().length() + 1 + label.length() > MAX_LENGTH) {
            throw new GuardException(ErrorCode.BAD_NAME, "Not a valid snapshot name: " + Names.quoted(label));
        }
    }

    public static boolean isValidLabel(String label) {
        return LABEL.matcher(label).matches() && !label.endsWith(" ");
    }

    /** Reads {@code dataset@label}. */
    public static SnapshotName parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new GuardException(ErrorCode.BAD_NAME, "Not a snapshot name: " + Names.quoted(text));
        }
        return new SnapshotName(new DatasetName(text.substring(0, at)), text.substring(at + 1));
    }

    /** A label as titles show it: the end of one that is longer than any person gives is left out. */
    public static String shown(String label) {
        return label.length() > SHOWN ? label.substring(0, SHOWN) + "…" : label;
    }

    @Override
    public String toString() {
        return dataset + "@" + label;
    }
}
