package org.datastoreguard.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.datastoreguard.config.Config.Listen;
import org.datastoreguard.config.Config.Log;
import org.datastoreguard.config.Config.Tls;
import org.datastoreguard.store.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/** What each key means and which values it takes. */
final class ConfigRules {
    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}");
    private static final int MAX_PORT = 65_535;
    private static final int MOST_RUNS = 100;
    /** Each is a connection of its own between two machines, of which sshd admits ten that are not logged in yet. */
    private static final int MOST_DATASETS = 8;

    private static final String SECRET_FILE = "file:";
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(10);

    private final ConfigSection root;

    ConfigRules(ConfigSection root) {
        this.root = root;
    }

    Config config(Path dataDir) {
        root.allow("dataDir", "listen", "publicUrl", "tls", "database", "log", "nodeId", "inventory", "runs");
        return new Config(
                root.value("dataDir", dataDir, "must be an absolute path", ConfigRules::absolutePath),
                listen(root.section("listen")),
                root.optional(
                        "publicUrl",
                        "must look like https://guard.example.org:8443, without a path",
                        ConfigRules::publicUrl),
                tls(root.section("tls")),
                database(root.section("database")),
                log(root.section("log")),
                root.optional(
                        "nodeId", "must be 1 to 64 letters, digits, dots, dashes or underscores", matching(NODE_ID)),
                inventoryRefresh(root.section("inventory")),
                runs(root.section("runs")));
    }

    private static Listen listen(ConfigSection section) {
        section.allow("host", "port");
        return new Listen(
                section.value("host", "0.0.0.0", "must be a host name or an address", matching(HOST)),
                section.value("port", Config.DEFAULT_PORT, "must be a number from 0 to 65535", ConfigRules::port));
    }

    private static @Nullable Tls tls(ConfigSection section) {
        section.allow("certificate", "key");
        Path certificate = section.optional("certificate", "must be an absolute path", ConfigRules::absolutePath);
        Path key = section.optional("key", "must be an absolute path", ConfigRules::absolutePath);
        if (certificate != null && key != null) {
            return new Tls(certificate, key);
        }
        if (certificate != null || key != null) {
            section.refuse(certificate == null ? "certificate" : "key", "is needed together with its counterpart");
        }
        return null;
    }

    private static @Nullable DatabaseSettings database(ConfigSection section) {
        section.allow("url", "user", "password");
        String url = section.optional("url", "must begin with jdbc:postgresql: or jdbc:h2:", ConfigRules::jdbcUrl);
        String user = section.text("user");
        String password =
                section.optional("password", "names a file that cannot be read (file:/path)", ConfigRules::secret);
        if (url == null && (user != null || password != null)) {
            section.refuse("url", "is needed when user or password is given");
        }
        return url == null ? null : new DatabaseSettings(url, user, password);
    }

    private static Log log(ConfigSection section) {
        section.allow("format", "level");
        return new Log(
                section.value("format", Log.Format.TEXT, oneOf(Log.Format.values()), constant(Log.Format.class)),
                section.value("level", Log.Level.INFO, oneOf(Log.Level.values()), constant(Log.Level.class)));
    }

    private static Duration inventoryRefresh(ConfigSection section) {
        section.allow("refreshInterval");
        return section.value(
                "refreshInterval",
                Config.DEFAULT_INVENTORY_REFRESH,
                "must be a duration of at least 10 seconds, such as PT5M",
                text -> atLeast(SHORTEST_REFRESH, Duration.parse(text)));
    }

    private static Config.Runs runs(ConfigSection section) {
        section.allow("keep", "perNas", "perServer", "datasetsAtOnce");
        Duration kept = section.value(
                "keep",
                Config.Runs.DEFAULT.kept(),
                "must be a duration of at least a day, such as P90D",
                text -> atLeast(Duration.ofDays(1), Duration.parse(text)));
        return new Config.Runs(
                kept,
                count(section, "perNas", MOST_RUNS, Config.Runs.DEFAULT.perNas()),
                count(section, "perServer", MOST_RUNS, Config.Runs.DEFAULT.perServer()),
                count(section, "datasetsAtOnce", MOST_DATASETS, Config.Runs.DEFAULT.datasetsAtOnce()));
    }

    private static int count(ConfigSection section, String key, int most, int standard) {
        return section.value(key, standard, "must be a number from 1 to " + most, text -> {
            int count = Integer.parseInt(text);
            require(count >= 1 && count <= most);
            return count;
        });
    }

    private static Path absolutePath(String text) {
        Path path = Path.of(text);
        require(path.isAbsolute());
        return path;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        require(port >= 0 && port <= MAX_PORT);
        return port;
    }

    private static URI publicUrl(String text) {
        URI url = URI.create(text);
        require("https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null);
        require(url.getQuery() == null && url.getFragment() == null);
        require(url.getPath().isEmpty() || url.getPath().equals("/"));
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private static String jdbcUrl(String text) {
        require(text.startsWith("jdbc:postgresql:") || text.startsWith("jdbc:h2:"));
        return text;
    }

    private static String secret(String text) {
        if (!text.startsWith(SECRET_FILE)) {
            return text;
        }
        try {
            return Files.readString(Path.of(text.substring(SECRET_FILE.length())))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration atLeast(Duration least, Duration value) {
        require(value.compareTo(least) >= 0);
        return value;
    }

    private static Function<String, String> matching(Pattern pattern) {
        return text -> {
            require(pattern.matcher(text).matches());
            return text;
        };
    }

    private static <E extends Enum<E>> Function<String, E> constant(Class<E> type) {
        return text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    private static String oneOf(Enum<?>[] values) {
        return "must be one of "
                + String.join(
                        ", ",
                        Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    private static void require(boolean kept) {
        if (!kept) {
            throw new IllegalArgumentException("Rule broken");
        }
    }
}
