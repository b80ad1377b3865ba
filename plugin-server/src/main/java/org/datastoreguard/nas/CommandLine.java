package org.datastoreguard.nas;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a {@link Script} into one command line that every login shell passes on unharmed to {@code sh}.
 *
 * <p>A login shell (csh and fish among them) only ever sees two words in single quotes. The second holds the whole
 * script with each character that some shell treats specially inside single quotes written as an octal escape, which
 * {@code printf %b} undoes in {@code sh}. Tried with dash, bash, busybox, tcsh, zsh and fish.
 */
final class CommandLine {
    /** Linux refuses a single argument of 128 KiB, and sshd hands the whole line to the login shell as one. */
    private static final int MAX_BYTES = 120 * 1024;

    private CommandLine() {}

    /** Input and output untouched, for a script whose stdin or stdout is a stream of data. */
    static String plain(Script script, boolean sudo) {
        String input = script.input().isEmpty() ? "" : "input=" + quoted(joined(script.input())) + "\n";
        return line(script, prelude(sudo) + input + arguments(script) + script.body() + "\n");
    }

    /**
     * The same with what a caller needs who stays connected: output between markers, {@code $input} read from stdin
     * ({@code inputBytes} of it), and a leash: when stdin ends before the script does, its process group is ended.
     *
     * @param marker a word that cannot occur in the output
     */
    static String leashed(Script script, boolean sudo, String marker, int inputBytes) {
        String end = KEEP_STATUS + endMarker(marker) + " >&2\n" + endMarker(marker) + "\n" + LET_GO;
        return onStdin(script, sudo, marker, inputBytes, end);
    }

    /** The same for a script whose stdout is a stream of data: it begins behind the marker, and its end is no marker. */
    static String sending(Script script, boolean sudo, String marker, int inputBytes) {
        return onStdin(script, sudo, marker, inputBytes, KEEP_STATUS + endMarker(marker) + " >&2\n" + LET_GO);
    }

    private static String onStdin(Script script, boolean sudo, String marker, int inputBytes, String end) {
        String input = inputBytes == 0 ? "" : "input=$(head -c " + inputBytes + " <&3)\n";
        return line(
                script,
                "exec 3<&0 </dev/null\n" + prelude(sudo) + input + LEASH + markers(marker) + arguments(script) + "(\n"
                        + script.body() + "\n) 3<&-\n" + end);
    }

    /**
     * Output between markers as {@link #leashed}, for a script whose stdin is a stream of data. Its end means nothing to the
     * leash, which therefore feels by empty lines on stderr whether somebody still listens.
     */
    static String receiving(Script script, boolean sudo, String marker) {
        String end = KEEP_STATUS + endMarker(marker) + " >&2\n" + endMarker(marker) + "\n" + LET_GO;
        return line(
                script,
                prelude(sudo) + FEELER + markers(marker) + arguments(script) + "(\n" + script.body() + "\n)\n" + end);
    }

    /**
     * {@code kill -- -$$} names the group by the leader's pid: where sshd did not make us a leader there is no such
     * group, and nobody else's processes are hit. The leash itself ignores TERM so that it lives to send KILL.
     */
    private static final String LEASH = """
            (
              trap '' HUP INT TERM
              while IFS= read -r leash <&3; do :; done
              kill -s TERM -- -$$
              sleep 5
              kill -s KILL -- -$$
            ) >/dev/null 2>&1 &
            leash=$!
            """;

    private static final String FEELER = """
            (
              trap '' HUP INT TERM PIPE
              exec </dev/null >/dev/null
              while sleep 5 2>/dev/null && printf '\\n' >&2; do :; done
              exec 2>/dev/null
              kill -s TERM -- -$$
              sleep 5
              kill -s KILL -- -$$
            ) &
            leash=$!
            """;

    private static final String KEEP_STATUS = "status=$?\n";

    /** The leash is ended last: bash tells on stderr that it killed it, and after the marker nobody listens. */
    private static final String LET_GO = """
            kill -s KILL "$leash"
            exit "$status"
            """;

    private static String endMarker(String marker) {
        return "printf '\\n" + marker + ":end %s\\n' \"$status\"";
    }

    private static String markers(String marker) {
        return "printf '%s\\n' " + marker + ":begin >&2\nprintf '%s\\n' " + marker + ":begin\n";
    }

    private static String prelude(boolean sudo) {
        return """
                LC_ALL=C; export LC_ALL
                PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"; export PATH
                """ + (sudo ? "zfs() { sudo -n zfs \"$@\"; }\nzpool() { sudo -n zpool \"$@\"; }\n" : "");
    }

    private static String arguments(Script script) {
        StringBuilder line = new StringBuilder("set --");
        script.arguments().forEach(argument -> line.append(' ').append(quoted(argument)));
        return line.append('\n').toString();
    }

    static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String line(Script script, String text) {
        String line =
                "exec sh -c 'eval \"$(printf %b \"$1\")\"' '" + escaped(script.name()) + "' '" + escaped(text) + "'";
        if (line.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "Script " + script.name() + " is too long for a command line; pass long lists as input");
        }
        if (line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("Script " + script.name() + " contains a NUL character");
        }
        return line;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\0134")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("'", "\\0047")
                .replace("!", "\\0041");
    }
}
