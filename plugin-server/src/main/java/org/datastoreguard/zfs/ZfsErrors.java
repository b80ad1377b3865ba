package org.datastoreguard.zfs;

import java.util.List;
import java.util.regex.Pattern;
import org.datastoreguard.error.ErrorCode;

/**
 * What the words of {@code zfs} mean. The first rule that matches decides, so the special stands before the general.
 * Written for OpenZFS in the C locale.
 */
public final class ZfsErrors {
    private record Rule(Pattern words, ErrorCode code) {}

    private static final List<Rule> RULES = List.of(
            rule("used in the initial send no longer exists", ErrorCode.RESUME_STATE_STALE),
            rule("incremental source 0x[0-9a-f]+ no longer exists", ErrorCode.RESUME_STATE_STALE),
            rule("no longer the same snapshot", ErrorCode.RESUME_STATE_STALE),
            rule("resume token is corrupt", ErrorCode.RESUME_STATE_STALE),
            rule("cannot resume send", ErrorCode.RESUME_STATE_STALE),
            rule("contains partially-complete state", ErrorCode.RESUME_STATE_STALE),
            rule("requires -L \\(--large-block\\)", ErrorCode.POOL_FEATURE_MISSING),
            rule("(pool|kernel modules) must be upgraded", ErrorCode.POOL_FEATURE_MISSING),
            rule("unsupported feature|feature .*not (enabled|supported)", ErrorCode.POOL_FEATURE_MISSING),
            rule("IV set guid mismatch", ErrorCode.TARGET_ENCRYPTION_MISMATCH),
            rule("raw receive on top of existing unencrypted", ErrorCode.TARGET_ENCRYPTION_MISMATCH),
            rule("(inherited|source) key must be loaded", ErrorCode.TARGET_ENCRYPTION_MISMATCH),
            rule(
                    "encryption key (not loaded|has not been loaded)|key not loaded",
                    ErrorCode.TARGET_ENCRYPTION_MISMATCH),
            rule("zfs receive -F cannot be used to destroy an encrypted", ErrorCode.TARGET_ENCRYPTION_MISMATCH),
            rule("most recent snapshot of .* does not|match incremental source", ErrorCode.TARGET_DIVERGED),
            rule("has been modified|since most recent snapshot", ErrorCode.TARGET_DIVERGED),
            rule("destination has snapshots", ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT),
            rule("destination already exists", ErrorCode.TARGET_BUSY),
            rule("must specify -F|destination '?[^']*'? exists", ErrorCode.TARGET_HAS_DATA),
            rule(
                    "(space|quota) quota exceeded|quota exceeded|out of space|No space left",
                    ErrorCode.TARGET_OUT_OF_SPACE),
            rule(
                    "checksum mismatch or incomplete stream|incomplete stream|partially received",
                    ErrorCode.STREAM_INTERRUPTED),
            rule("failed to read from stream|invalid stream|invalid backup stream", ErrorCode.STREAM_INTERRUPTED),
            rule(
                    "signal received|Broken pipe|Interrupted system call|warning: cannot send .*: I/O",
                    ErrorCode.STREAM_INTERRUPTED),
            rule("not an earlier snapshot from the same fs", ErrorCode.SNAPSHOT_VANISHED),
            rule("is not earlier than it", ErrorCode.SNAPSHOT_VANISHED),
            rule("incremental source \\S+ does not exist", ErrorCode.SNAPSHOT_VANISHED),
            rule("'[^']*[@#][^']*': dataset does not exist", ErrorCode.SNAPSHOT_VANISHED),
            rule("[@#]\\S*: dataset does not exist|could not find any snapshots", ErrorCode.SNAPSHOT_VANISHED),
            rule("no such snapshot|snapshot .*does not exist", ErrorCode.SNAPSHOT_VANISHED),
            rule("parent does not exist|no such pool|destination .*does not exist", ErrorCode.TARGET_PARENT_MISSING),
            rule("dataset does not exist", ErrorCode.SOURCE_DATASET_MISSING),
            rule("dataset is busy|pool or dataset is busy|Device busy|Resource busy", ErrorCode.TARGET_BUSY),
            rule("permission denied|Operation not permitted", ErrorCode.NAS_RIGHT_MISSING),
            rule(
                    "a password is required|is not allowed to|sorry, you must have a tty|may not run sudo",
                    ErrorCode.NAS_RIGHT_MISSING),
            rule("zfs: (command )?not found|zfs: No such file", ErrorCode.NAS_TOOL_MISSING));

    private ZfsErrors() {}

    /** The meaning of what a {@code zfs} command wrote to stderr; ZFS_FAILED when nobody has taught it to us. */
    public static ErrorCode classify(String stderr) {
        return RULES.stream()
                .filter(rule -> rule.words.matcher(stderr).find())
                .map(Rule::code)
                .findFirst()
                .orElse(ErrorCode.ZFS_FAILED);
    }

    private static Rule rule(String words, ErrorCode code) {
        return new Rule(Pattern.compile(words), code);
    }
}
