package org.datastoreguard.cli;

import java.nio.file.Path;
import java.util.Map;
import org.datastoreguard.config.Config;
import org.datastoreguard.config.ConfigFile;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.server.Application;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Run the server until it is told to end (SIGTERM, Ctrl-C).")
final class ServeCommand extends ClientCommand {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML configuration; also DATASTORE_GUARD_CONFIG. Without one everything has a default.")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Application.serve(
                    config(guard().terminal(), config, guard().address().dataDir(guard().terminal())));
            return ExitCode.OK;
        } catch (GuardException e) {
            throw new CommandFailure(ExitCode.FAILED, e.code() + ": " + e.message(), e);
        }
    }

    static Config config(Terminal terminal, @Nullable Path named, Path dataDir) {
        Path file = named != null
                ? named
                : terminal.variable("DATASTORE_GUARD_CONFIG").map(Path::of).orElse(null);
        return file == null
                ? Config.defaults(dataDir)
                : new ConfigFile(file, Map.copyOf(terminal.environment())).read(dataDir);
    }
}
