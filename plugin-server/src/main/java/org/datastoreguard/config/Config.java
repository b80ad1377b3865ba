package org.datastoreguard.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.datastoreguard.store.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is decided before the server starts. Each value has a default, so that the server runs without a file.
 *
 * @param dataDir where this installation keeps its database, keys and certificate
 * @param publicUrl the address by which vCenter and browsers reach the server; null to make it from the machine's name
 * @param tls certificate and key of the administrator; null for a certificate made at first start
 * @param database null for the embedded one in {@code dataDir}
 * @param nodeId names this server among several on one database; null for a name made once and kept in {@code dataDir}
 * @param inventoryRefresh how often storage machines are asked what they hold; vCenters say what changes
 * @param runs how long they are kept and how many are performed at a time
 */
public record Config(
        Path dataDir,
        Listen listen,
        @Nullable URI publicUrl,
        @Nullable Tls tls,
        @Nullable DatabaseSettings database,
        Log log,
        @Nullable String nodeId,
        Duration inventoryRefresh,
        Runs runs) {
    public static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/datastore-guard");
    public static final int DEFAULT_PORT = 8443;
    static final Duration DEFAULT_INVENTORY_REFRESH = Duration.ofMinutes(5);

    /** The configuration of a server without a file. */
    public static Config defaults(Path dataDir) {
        return new Config(
                dataDir,
                new Listen("0.0.0.0", DEFAULT_PORT),
                null,
                null,
                null,
                new Log(Log.Format.TEXT, Log.Level.INFO),
                null,
                DEFAULT_INVENTORY_REFRESH,
                Runs.DEFAULT);
    }

    /** The database to use: the configured one, or the embedded one. */
    public DatabaseSettings databaseOrEmbedded() {
        return database != null ? database : DatabaseSettings.embedded(dataDir.resolve("db/guard"));
    }

    /**
     * Where to listen.
     *
     * @param host name or address of one interface, {@code 0.0.0.0} for all; vCenter must reach it
     * @param port 0 to take a free one
     */
    public record Listen(String host, int port) {}

    /** PEM files; the certificate's file may hold the chain. They are read again when they change. */
    public record Tls(Path certificate, Path key) {}

    /**
     * @param kept how long ended runs and their logs are kept
     * @param perNas replications that one machine carries at a time
     * @param perServer runs that this server performs at a time
     * @param datasetsAtOnce datasets of one replication that are on their way at a time
     */
    public record Runs(Duration kept, int perNas, int perServer, int datasetsAtOnce) {
        public static final Runs DEFAULT = new Runs(Duration.ofDays(90), 4, 24, 4);
    }

    public record Log(Format format, Level level) {
        public enum Format {
            TEXT,
            JSON
        }

        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG
        }
    }
}
