package org.datastoreguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisibilityPartsTest {
    @Test
    void every_part_that_the_manifest_leaves_to_the_server_is_answered_for() throws Exception {
        JsonNode manifest = TestApi.JSON.readTree(
                Path.of("..", "plugin-manifest", "src", "main", "resources", "plugin", "plugin.json")
                        .toFile());
        List<String> dynamic = new ArrayList<>();
        manifest.path("objects")
                .findParents("dynamic")
                .forEach(part -> dynamic.add(
                        part.has("id")
                                ? part.path("id").asText()
                                : part.path("navigationId").asText()));

        assertThat(VisibilityResource.PARTS.keySet()).containsExactlyInAnyOrderElementsOf(dynamic);
    }
}
