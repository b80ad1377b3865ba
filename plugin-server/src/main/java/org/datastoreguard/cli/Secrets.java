package org.datastoreguard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a password comes from: a file, the environment, or the person; never the command line. */
final class Secrets {
    private Secrets() {}

    static Optional<String> optional(Terminal terminal, @Nullable Path file, String variable) {
        if (file == null) {
            return terminal.variable(variable);
        }
        try {
            return Optional.of(Files.readString(file).replaceAll("\\R$", ""));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "The password file " + file + " cannot be read", e);
        }
    }

    static String required(Terminal terminal, @Nullable Path file, String variable, String question) {
        return optional(terminal, file, variable)
                .or(() -> terminal.secret(question))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, "A password is needed: use --password-file, or set " + variable));
    }
}
