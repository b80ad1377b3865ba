package org.datastoreguard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.store.DatabaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final Path DATA = Path.of("/srv/guard");

    @TempDir
    Path directory;

    private Config read(String yaml) {
        return read(yaml, Map.of());
    }

    private Config read(String yaml, Map<String, String> environment) {
        try {
            Path file = Files.writeString(directory.resolve("config.yaml"), yaml);
            return new ConfigFile(file, environment).read(DATA);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private GuardException refused(String yaml) {
        GuardException e = catchThrowableOfType(GuardException.class, () -> read(yaml));
        assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
        return e;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "listen:\ndatabase:\n"})
    void anEmptyFileGivesTheDefaults(String yaml) {
        assertThat(read(yaml)).isEqualTo(Config.defaults(DATA));
    }

    @Test
    void everyKeyIsTaken() throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "s3cret\n");

        Config config = read("""
                dataDir: /var/guard
                publicUrl: https://guard.example.org:8443/
                listen: {host: "::", port: 9443}
                tls:
                  certificate: /etc/guard/cert.pem
                  key: /etc/guard/key.pem
                database:
                  url: jdbc:postgresql://db/${env:DB}
                  user: guard
                  password: file:%s
                log: {format: json, level: debug}
                nodeId: node-1
                inventory: {refreshInterval: PT1M}
                runs: {keep: P7D, perNas: 2, perServer: 9, datasetsAtOnce: 1}
                """.formatted(secret), Map.of("DB", "guarddb"));

        assertThat(config)
                .isEqualTo(new Config(
                        Path.of("/var/guard"),
                        new Config.Listen("::", 9443),
                        URI.create("https://guard.example.org:8443"),
                        new Config.Tls(Path.of("/etc/guard/cert.pem"), Path.of("/etc/guard/key.pem")),
                        new DatabaseSettings("jdbc:postgresql://db/guarddb", "guard", "s3cret"),
                        new Config.Log(Config.Log.Format.JSON, Config.Log.Level.DEBUG),
                        "node-1",
                        Duration.ofMinutes(1),
                        new Config.Runs(Duration.ofDays(7), 2, 9, 1)));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void theExampleOfTheGuideIsTakenAndShowsTheDefaults() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guides", "configuration.md"));
        String example = guide.substring(guide.indexOf("```yaml\n") + 8, guide.lastIndexOf("```"));

        Config config = read(example, Map.of("GUARD_DATABASE_PASSWORD", "s3cret"));

        Config defaults = Config.defaults(config.dataDir());
        assertThat(config.dataDir()).isEqualTo(Config.DEFAULT_DATA_DIR);
        assertThat(config.listen()).isEqualTo(defaults.listen());
        assertThat(config.log()).isEqualTo(defaults.log());
        assertThat(config.inventoryRefresh()).isEqualTo(defaults.inventoryRefresh());
        assertThat(config.runs()).isEqualTo(defaults.runs());
    }

    @Test
    void everyErrorIsReportedAtOnceWithKeyAndLine() {
        GuardException e = refused("""
                listen:
                  port: 99999
                  hots: 0.0.0.0
                databse: {}
                log:
                  level: loud
                tls:
                  key: /k.pem
                inventory: PT1M
                """);

        assertThat(e.fields())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "listen.port (line 2)",
                        "listen.hots (line 3)",
                        "databse (line 4)",
                        "log.level (line 6)",
                        "tls.certificate",
                        "inventory (line 9)");
        assertThat(e.message())
                .contains("listen.hots (line 3): is not known; known here are host, port")
                .contains("must be one of error, warn, info, debug");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publicUrl: http://guard|publicUrl",
                "publicUrl: https://guard/path|publicUrl",
                "publicUrl: https://user:pw@guard|publicUrl",
                "dataDir: relative/path|dataDir",
                "listen: {host: '-x'}|listen.host",
                "listen: {port: eighty}|listen.port",
                "listen: {port: [1, 2]}|listen.port",
                "database: {url: 'jdbc:mysql://db'}|database.url",
                "database: {password: x}|database.url",
                "nodeId: 'a b'|nodeId",
                "inventory: {refreshInterval: PT1S}|inventory.refreshInterval",
                "inventory: {refreshInterval: 5 minutes}|inventory.refreshInterval",
                "runs: {keep: PT1H}|runs.keep",
                "runs: {perNas: 0}|runs.perNas",
                "runs: {perServer: many}|runs.perServer",
                "runs: {datasetsAtOnce: 9}|runs.datasetsAtOnce",
                "just a text|(file)",
            })
    void aBrokenRuleNamesItsKey(String yaml, String key) {
        assertThat(refused(yaml).fields())
                .singleElement()
                .extracting(FieldError::field)
                .asString()
                .startsWith(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen: {port: 8443", "listen:\n  host: 'abc", "a: b: c", "listen:\n\tport: 1"})
    void aHalfWrittenFileIsRefusedWithThePosition(String yaml) {
        assertThat(refused(yaml).message())
                .containsPattern("config\\.yaml, line \\d+, column \\d+: not readable as YAML");
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        assertThat(refused("nodeId: a\nnodeId: b\n").message()).contains("line 2");
    }

    @Test
    void noErrorRepeatsASecret() {
        assertThat(refused("database:\n  url: hunter2\n  password: [hunter2]\n").message())
                .doesNotContain("hunter2");
        assertThat(refused("database:\n  password: 'hunter2\n").message()).doesNotContain("hunter2");
    }

    @Test
    void anUnsetVariableAMissingSecretFileAndAMissingFileAreNamed() {
        assertThat(refused("database: {url: 'jdbc:postgresql:x', user: '${env:NOPE}'}")
                        .message())
                .contains("database.user (line 1): names the environment variable NOPE");
        assertThat(refused("database: {url: 'jdbc:postgresql:x', password: 'file:/does/not/exist'}")
                        .message())
                .contains("database.password (line 1)");
        assertThatThrownBy(() -> new ConfigFile(directory.resolve("nope.yaml"), Map.of()).read(DATA))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("nope.yaml");
    }
}
