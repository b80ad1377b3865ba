package org.datastoreguard.nas;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** What a script's failure means, told from the words of {@code sudo}, {@code zfs} and the shell. Pure. */
public final class Answers {
    private static final Pattern SUDO_REFUSES = Pattern.compile(
            "sudo: (?:a password is required|.*password is required|.*no tty present)|is not (?:in the sudoers file|allowed to (?:execute|run))");
    private static final Pattern SUDO_MISSING = Pattern.compile("sudo: (?:command )?not found");
    private static final Pattern PERMISSION_DENIED =
            Pattern.compile("(?im)^(.*(?:permission denied|operation not permitted).*)$");
    private static final Pattern NOT_FOUND = Pattern.compile("(?m)(?:^|: )([A-Za-z0-9_.-]+): (?:command )?not found$");

    private Answers() {}

    /**
     * The output itself when the script succeeded.
     *
     * @throws GuardException NAS_RIGHT_MISSING, NAS_TOOL_MISSING or ZFS_FAILED, with stderr word for word
     */
    public static Output orThrow(NasSystem system, Output output) {
        if (output.ok()) {
            return output;
        }
        throw failure(system, output);
    }

    /** The error that a failed script stands for. */
    public static GuardException failure(NasSystem system, Output output) {
        String said = output.stderr().strip();
        if (SUDO_REFUSES.matcher(said).find()) {
            return GuardException.ofCommand(
                    ErrorCode.NAS_RIGHT_MISSING,
                    system.user() + " on " + system.name() + " may not run zfs through sudo without a password. Add to"
                            + " /etc/sudoers.d/datastore-guard: " + system.user()
                            + " ALL=(root) NOPASSWD: /usr/sbin/zfs, /usr/sbin/zpool",
                    said);
        }
        Matcher denied = PERMISSION_DENIED.matcher(said);
        if (denied.find()) {
            return GuardException.ofCommand(
                    ErrorCode.NAS_RIGHT_MISSING,
                    system.user() + " on " + system.name() + " lacks a right: "
                            + denied.group(1).strip() + ". Grant it with zfs allow, or let the system use sudo",
                    said);
        }
        return notRight(system, said, output.status());
    }

    private static GuardException notRight(NasSystem system, String said, int status) {
        Matcher missing = NOT_FOUND.matcher(said);
        if (SUDO_MISSING.matcher(said).find() || missing.find()) {
            String program = SUDO_MISSING.matcher(said).find() ? "sudo" : missing.group(1);
            return GuardException.ofCommand(
                    ErrorCode.NAS_TOOL_MISSING, system.name() + " has no program " + program, said);
        }
        return GuardException.ofCommand(
                ErrorCode.ZFS_FAILED,
                "A command on " + system.name() + " ended with status " + status + (said.isEmpty() ? "" : ": " + said),
                said);
    }

    /** The rest of each line that starts with {@code word} and a tab, split at tabs. */
    static Stream<List<String>> lines(Output output, String word) {
        String prefix = word + "\t";
        return output.stdout()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> List.of(line.substring(prefix.length()).split("\t", -1)));
    }

    /** The first field of each such line that is not empty. */
    static Stream<String> words(Output output, String word) {
        return lines(output, word).map(fields -> fields.get(0).strip()).filter(text -> !text.isEmpty());
    }
}
