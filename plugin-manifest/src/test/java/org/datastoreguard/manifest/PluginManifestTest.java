package org.datastoreguard.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The vSphere Client takes a manifest only as a whole: one unknown key or one missing translation and the plugin does not
 * appear, without a word to the user. So the shape is held here.
 */
class PluginManifestTest {
    private static final String ICON = "[A-Za-z][A-Za-z0-9]*";
    private static final int ICON_SIZE = 32;

    /** Every key that may stand at a path; {@code *} is a name of our own choice. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("", Set.of("manifestVersion", "requirements", "configuration", "global", "definitions")),
            Map.entry("/requirements", Set.of("plugin.api.version")),
            Map.entry("/configuration", Set.of("nameKey", "icon")),
            Map.entry("/configuration/icon", Set.of("name")),
            Map.entry("/global", Set.of("view")),
            Map.entry("/global/view", Set.of("navigationId", "uri", "navigationVisible")),
            Map.entry("/definitions", Set.of("iconSpriteSheet", "i18n")),
            Map.entry("/definitions/iconSpriteSheet", Set.of("uri", "definitions", "themeOverrides")),
            Map.entry("/definitions/iconSpriteSheet/definitions", Set.of("*")),
            Map.entry("/definitions/iconSpriteSheet/definitions/*", Set.of("x", "y")),
            Map.entry("/definitions/iconSpriteSheet/themeOverrides", Set.of("dark")),
            Map.entry("/definitions/iconSpriteSheet/themeOverrides/dark", Set.of("uri", "definitions")),
            Map.entry("/definitions/iconSpriteSheet/themeOverrides/dark/definitions", Set.of("*")),
            Map.entry("/definitions/iconSpriteSheet/themeOverrides/dark/definitions/*", Set.of("x", "y")),
            Map.entry("/definitions/i18n", Set.of("locales", "definitions")),
            Map.entry("/definitions/i18n/definitions", Set.of("*")),
            Map.entry("/definitions/i18n/definitions/*", Set.of("en-US", "es-ES", "fr-FR", "ja-JP")));

    private static JsonNode manifest;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream json = resource("plugin.json")) {
            manifest = new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readTree(json);
        }
    }

    private static InputStream resource(String file) {
        InputStream found = PluginManifestTest.class.getResourceAsStream("/plugin/" + file);
        assertThat(found).as(file).isNotNull();
        return found;
    }

    @Test
    void no_key_is_unknown_to_the_vsphere_client() {
        List<String> unknown = new ArrayList<>();
        collectUnknown("", manifest, unknown);
        assertThat(unknown).isEmpty();
    }

    private static void collectUnknown(String path, JsonNode node, List<String> unknown) {
        Set<String> allowed = ALLOWED.getOrDefault(path, Set.of());
        node.properties().forEach(member -> {
            boolean named = allowed.contains(member.getKey());
            if (!named && !allowed.contains("*")) {
                unknown.add(path + "/" + member.getKey());
            }
            collectUnknown(path + "/" + (named ? member.getKey() : "*"), member.getValue(), unknown);
        });
    }

    @Test
    void what_the_vsphere_client_requires_is_there() {
        assertThat(manifest.path("manifestVersion").asText()).isEqualTo("1.0.0");
        assertThat(manifest.at("/requirements/plugin.api.version").asText()).isEqualTo("1.0.0");
        assertThat(manifest.at("/global/view/navigationId").asText()).matches("[A-Za-z][A-Za-z0-9]*");
        assertThat(manifest.at("/global/view/navigationVisible").asBoolean()).isTrue();
    }

    @Test
    void addresses_stay_below_the_folder_of_the_manifest() {
        assertThat(manifest.findValuesAsText("uri"))
                .isNotEmpty()
                .allSatisfy(uri -> assertThat(uri).matches("[a-z][A-Za-z0-9./-]*(?:#/[A-Za-z0-9/-]*)?"))
                .noneMatch(uri -> uri.contains(".."));
    }

    @Test
    void every_text_is_there_in_every_language_and_none_is_left_over() {
        JsonNode i18n = manifest.at("/definitions/i18n");
        List<String> locales = new ArrayList<>();
        i18n.path("locales").forEach(locale -> locales.add(locale.asText()));
        assertThat(locales).containsExactly("en-US", "es-ES", "fr-FR", "ja-JP");

        Set<String> defined = new TreeSet<>();
        i18n.path("definitions").properties().forEach(text -> {
            defined.add(text.getKey());
            assertThat(locales)
                    .allSatisfy(
                            locale -> assertThat(text.getValue().path(locale).asText())
                                    .as(text.getKey() + " in " + locale)
                                    .isNotBlank());
        });
        Set<String> used = new TreeSet<>();
        Stream.of("nameKey", "labelKey", "titleKey", "accessibilityTitleKey")
                .forEach(key -> used.addAll(manifest.findValuesAsText(key)));
        assertThat(defined).isEqualTo(used);
    }

    @Test
    void every_icon_lies_within_its_sheet_in_both_themes() throws IOException {
        JsonNode light = manifest.at("/definitions/iconSpriteSheet");
        JsonNode dark = light.at("/themeOverrides/dark");
        assertThat(light.at("/definitions")
                        .has(manifest.at("/configuration/icon/name").asText()))
                .isTrue();
        assertThat(dark.path("definitions")).isEqualTo(light.path("definitions"));
        assertThat(dark.path("uri")).isNotEqualTo(light.path("uri"));
        for (JsonNode sheet : List.of(light, dark)) {
            try (InputStream file = resource(sheet.path("uri").asText())) {
                BufferedImage image = ImageIO.read(file);
                sheet.path("definitions").properties().forEach(icon -> {
                    assertThat(icon.getKey()).matches(ICON);
                    assertThat(image.getWidth())
                            .isGreaterThanOrEqualTo(icon.getValue().path("x").asInt() + ICON_SIZE);
                    assertThat(image.getHeight())
                            .isGreaterThanOrEqualTo(icon.getValue().path("y").asInt() + ICON_SIZE);
                });
            }
        }
    }
}
