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
import java.util.stream.StreamSupport;
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

    private static final Set<String> VIEW = Set.of("navigationId", "labelKey", "uri", "dynamic");

    /** Every key that may stand at a path; {@code *} is a name of our own choice. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry(
                    "", Set.of("manifestVersion", "requirements", "configuration", "global", "objects", "definitions")),
            Map.entry(
                    "/requirements",
                    Set.of("plugin.api.version", "plugin.dynamic.extensions", "icon.sprite.sheet.theming")),
            Map.entry("/configuration", Set.of("nameKey", "icon")),
            Map.entry("/configuration/icon", Set.of("name")),
            Map.entry("/global", Set.of("view")),
            Map.entry("/global/view", Set.of("navigationId", "uri", "navigationVisible")),
            Map.entry("/objects", Set.of("Datastore", "HostSystem", "ClusterComputeResource")),
            Map.entry("/objects/HostSystem", Set.of("summary")),
            Map.entry("/objects/HostSystem/summary", Set.of("view", "dynamicUri")),
            Map.entry("/objects/HostSystem/summary/view", Set.of("id", "uri", "icon", "dynamic")),
            Map.entry("/objects/ClusterComputeResource", Set.of("summary")),
            Map.entry("/objects/ClusterComputeResource/summary", Set.of("view", "dynamicUri")),
            Map.entry("/objects/ClusterComputeResource/summary/view", Set.of("id", "uri", "icon", "dynamic")),
            Map.entry("/objects/Datastore", Set.of("summary", "monitor", "configure", "menu")),
            Map.entry("/objects/Datastore/summary", Set.of("view", "dynamicUri")),
            Map.entry("/objects/Datastore/summary/view", Set.of("id", "uri", "icon", "dynamic")),
            Map.entry("/objects/Datastore/monitor", Set.of("views", "dynamicUri")),
            Map.entry("/objects/Datastore/monitor/views[]", VIEW),
            Map.entry("/objects/Datastore/configure", Set.of("views", "dynamicUri")),
            Map.entry("/objects/Datastore/configure/views[]", VIEW),
            Map.entry("/objects/Datastore/menu", Set.of("actions", "dynamicUri")),
            Map.entry(
                    "/objects/Datastore/menu/actions[]",
                    Set.of("id", "labelKey", "icon", "trigger", "dynamic", "type")),
            Map.entry(
                    "/objects/Datastore/menu/actions[]/trigger",
                    Set.of("type", "uri", "titleKey", "accessibilityTitleKey", "size", "closable")),
            Map.entry("/objects/Datastore/menu/actions[]/trigger/size", Set.of("width", "height")),
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
        if (node.isArray()) {
            node.forEach(item -> collectUnknown(path + "[]", item, unknown));
        }
    }

    @Test
    void what_the_vsphere_client_requires_is_there() {
        assertThat(manifest.path("manifestVersion").asText()).isEqualTo("1.0.0");
        assertThat(manifest.at("/requirements/plugin.api.version").asText()).isEqualTo("1.0.0");
        assertThat(manifest.at("/global/view/navigationId").asText()).matches("[A-Za-z][A-Za-z0-9]*");
        assertThat(manifest.at("/global/view/navigationVisible").asBoolean()).isTrue();
    }

    @Test
    void the_parts_of_the_plugin_are_where_people_look_for_them() {
        JsonNode datastore = manifest.at("/objects/Datastore");
        assertThat(datastore.at("/summary/view/id").asText()).isEqualTo("datastoreCard");
        assertThat(datastore.at("/configure/views").findValuesAsText("navigationId"))
                .containsExactly("datastoreSnapshots", "datastoreReplication");
        assertThat(datastore.at("/monitor/views").findValuesAsText("navigationId"))
                .containsExactly("datastoreRuns");
        assertThat(datastore.at("/menu/actions").findValuesAsText("id"))
                .containsExactly("takeSnapshot", "replicateNow", "restore");
        assertThat(manifest.at("/objects/HostSystem/summary/view/id").asText()).isEqualTo("hostCard");
        assertThat(manifest.at("/objects/ClusterComputeResource/summary/view/id")
                        .asText())
                .isEqualTo("clusterCard");
    }

    @Test
    void whatever_an_object_shows_is_decided_by_the_server_object_by_object() {
        List.of("Datastore", "HostSystem", "ClusterComputeResource")
                .forEach(type -> manifest.at("/objects/" + type).forEach(part -> {
                    assertThat(part.path("dynamicUri").asText()).isEqualTo("visibility");
                    Stream.of(part.path("view"), part.path("views"), part.path("actions"))
                            .flatMap(node -> node.isArray() ? children(node) : Stream.of(node))
                            .filter(item -> item.isObject()
                                    && !item.path("type").asText().equals("separator"))
                            .forEach(item -> assertThat(item.path("dynamic").asBoolean())
                                    .as(item.toString())
                                    .isTrue());
                }));
    }

    private static Stream<JsonNode> children(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Test
    void ids_are_unique_across_the_plugin() {
        List<String> ids = new ArrayList<>(manifest.findValuesAsText("navigationId"));
        ids.addAll(manifest.findValuesAsText("id"));
        assertThat(ids).hasSize(10).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z][A-Za-z0-9]*"));
    }

    @Test
    void every_dialog_has_a_title_for_eyes_and_ears_and_fits_a_small_screen() {
        manifest.findValues("trigger").forEach(trigger -> {
            assertThat(trigger.path("type").asText()).isEqualTo("modal");
            assertThat(trigger.path("titleKey").asText()).isNotBlank();
            assertThat(trigger.path("accessibilityTitleKey").asText()).isNotBlank();
            assertThat(trigger.at("/size/width").asInt()).isBetween(300, 1000);
            assertThat(trigger.at("/size/height").asInt()).isBetween(200, 600);
        });
        assertThat(manifest.findValues("trigger")).hasSize(3);
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
