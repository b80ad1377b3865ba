package org.datastoreguard.server;

import java.nio.file.Path;
import java.util.Map;
import org.datastoreguard.config.Config;
import org.datastoreguard.config.ConfigFile;
import org.datastoreguard.error.GuardException;

/** Serves until the process is told to end. */
public final class Main {
    private Main() {}

    /** Takes {@code --config FILE} and {@code --data-dir DIRECTORY}. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Application.serve(config(arguments));
        } catch (GuardException e) {
            System.err.println(e.code() + ": " + e.message());
            System.exit(1);
        }
    }

    private static Config config(String[] arguments) {
        Path dataDir = Config.DEFAULT_DATA_DIR;
        Path file = null;
        for (int i = 0; i + 1 < arguments.length; i++) {
            if ("--data-dir".equals(arguments[i])) {
                dataDir = Path.of(arguments[i + 1]);
            } else if ("--config".equals(arguments[i])) {
                file = Path.of(arguments[i + 1]);
            }
        }
        return file == null
                ? Config.defaults(dataDir)
                : new ConfigFile(file, Map.copyOf(System.getenv())).read(dataDir);
    }
}
