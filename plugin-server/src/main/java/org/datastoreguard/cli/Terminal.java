package org.datastoreguard.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param environment the variables it looks at
 * @param interactive whether a person sits there, so that questions and moving lines make sense
 */
public record Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, boolean interactive) {
    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The process's own. */
    public static Terminal ofProcess() {
        // Names and messages are UTF-8, also under cron and systemd, where the locale says ASCII.
        return new Terminal(
                new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                System.console() != null);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The data directory of a server on this machine. */
    Path dataDir(@Nullable Path given) {
        return given != null
                ? given
                : variable("DATASTORE_GUARD_DATA").map(Path::of).orElse(Config.DEFAULT_DATA_DIR);
    }

    /** Asks for a secret without showing it; empty where nobody can be asked. */
    Optional<String> secret(String question) {
        Console console = System.console();
        if (!interactive || console == null) {
            return Optional.empty();
        }
        char[] typed = console.readPassword("%s: ", question);
        return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new String(typed));
    }

    /** Asks a question that only a full "yes" answers; no where nobody can be asked. */
    boolean confirms(String question) {
        if (!interactive) {
            return false;
        }
        err.print(question + " (yes/no) ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && answer.strip().equalsIgnoreCase("yes");
        } catch (IOException e) {
            return false;
        }
    }
}
