package org.datastoreguard.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;

/**
 * Reads the YAML file. Every broken rule is reported at once, each with its key and line; a file that is cut off or not
 * YAML is reported with the position where reading ended.
 */
public final class ConfigFile {
    private final Path file;
    private final Map<String, String> environment;

    /** @param environment where {@code ${env:NAME}} is looked up */
    public ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param dataDir used where the file names none
     * @throws GuardException CONFIG_INVALID
     */
    public Config read(Path dataDir) {
        String text = text();
        YAMLFactory yaml = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            JsonNode tree = new ObjectMapper(yaml).readTree(text);
            ConfigSection root = new ConfigSection(tree, lines(yaml, text), environment);
            Config config = new ConfigRules(root).config(dataDir);
            refuse(root.errors());
            return config;
        } catch (JsonProcessingException e) {
            throw new GuardException(
                    ErrorCode.CONFIG_INVALID, file + ", " + position(e.getLocation()) + ": " + reason(e), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new GuardException(ErrorCode.CONFIG_INVALID, "There is no configuration file " + file, e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw GuardException.ofFields(ErrorCode.CONFIG_INVALID, errors);
        }
    }

    private GuardException unreadable(IOException e) {
        return new GuardException(
                ErrorCode.CONFIG_INVALID, "The configuration file " + file + " cannot be read: " + e, e);
    }

    /** The line on which each value begins, by its JSON pointer. */
    private static Map<String, Integer> lines(YAMLFactory yaml, String text) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = yaml.createParser(text)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }

    private static String position(JsonLocation location) {
        return location == null
                ? "position unknown"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's first line; the rest quotes the file, which may hold a password. */
    private static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        return "not readable as YAML (" + (end < 0 ? message : message.substring(0, end)) + "). Is the file complete?";
    }
}
