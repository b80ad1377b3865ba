package org.datastoreguard.zfs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/**
 * What became of one snapshot that was to be destroyed.
 *
 * @param reason names what keeps it, or why it is gone; empty when it was destroyed
 */
public record DestroyAnswer(SnapshotName name, Outcome outcome, String reason) {
    private static final int FIELDS = 3;

    /** How it ended. */
    public enum Outcome {
        DESTROYED,
        /** Held, cloned, or ZFS refused for another reason; it is still there. */
        KEPT,
        /** It was not there, or another snapshot has its name by now and was left alone. */
        GONE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads what {@link DestroyScript} printed. @throws GuardException NAS_ANSWER_UNREADABLE */
    public static List<DestroyAnswer> parse(String stdout) {
        return stdout.lines()
                .filter(line -> !line.isEmpty())
                .map(DestroyAnswer::ofLine)
                .toList();
    }

    private static DestroyAnswer ofLine(String line) {
        String[] fields = line.split("\t", -1);
        return Arrays.stream(Outcome.values())
                .filter(outcome -> fields.length == FIELDS && outcome.word().equals(fields[0]))
                .findFirst()
                .map(outcome -> new DestroyAnswer(SnapshotName.parse(fields[1]), outcome, fields[2].strip()))
                .orElseThrow(() -> new GuardException(
                        ErrorCode.NAS_ANSWER_UNREADABLE,
                        "A line of the NAS's answer cannot be read: " + Names.quoted(line)));
    }
}
