package org.datastoreguard.nas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.datastoreguard.nas.NasContents.Extent;

/** Reads the answer of TrueNAS's {@code midclt call iscsi.extent.query}. Pure. */
final class TrueNasExtents {
    private final ObjectMapper json = new ObjectMapper();
    private final MountTable mounts;

    TrueNasExtents(MountTable mounts) {
        this.mounts = mounts;
    }

    /** @param problems told of an answer, or of an extent in it, that cannot be understood */
    List<Extent> read(String answer, Consumer<String> problems) {
        List<Extent> extents = new ArrayList<>();
        for (JsonNode node : parsed(answer, problems)) {
            Optional<Extent> extent = extent(node);
            extent.ifPresent(extents::add);
            if (extent.isEmpty() && node.path("enabled").asBoolean(true)) {
                problems.accept("TrueNAS's extent " + node.path("name").asText("without a name")
                        + " names no dataset or no NAA id");
            }
        }
        return extents;
    }

    private Iterable<JsonNode> parsed(String answer, Consumer<String> problems) {
        try {
            JsonNode root = json.readTree(answer);
            if (root != null && root.isArray()) {
                return root;
            }
            problems.accept("TrueNAS's answer about iSCSI extents is not a list");
        } catch (JsonProcessingException e) {
            problems.accept("TrueNAS's answer about iSCSI extents is not JSON");
        }
        return List.of();
    }

    /** DISK: {@code "disk": "zvol/tank/my+lun"}; FILE: {@code "path": "/mnt/tank/files/lun.img"}. */
    private Optional<Extent> extent(JsonNode node) {
        String naa = naa(node.path("naa").asText(""));
        boolean file = node.path("type").asText("").equalsIgnoreCase("FILE");
        String path = file
                ? node.path("path").asText("")
                : "/dev/" + node.path("disk").asText(node.path("path").asText(""));
        return naa.isEmpty() || path.isBlank() ? Optional.empty() : LioExtent.extent(naa, path, mounts);
    }

    /** {@code 0x6589cfc000000…} becomes {@code naa.6589cfc000000…}. */
    private static String naa(String text) {
        String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^(0x|naa\\.)", "");
        return digits.matches("[0-9a-f]{16}|[0-9a-f]{32}") ? "naa." + digits : "";
    }
}
