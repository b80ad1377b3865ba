package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Which parts of the plugin the vSphere Client shows on an object, in the vSphere Client's own words. */
@Schema(name = "Visibility")
public record VisibilityDocument(@Schema(example = "1.0.0") String apiVersion, List<Item> dynamicItems) {
    public static final String API_VERSION = "1.0.0";

    /** @param id of a view, card or action in the manifest; an action that is not visible is shown disabled */
    @Schema(name = "VisibleItem")
    public record Item(String id, boolean visible) {}
}
