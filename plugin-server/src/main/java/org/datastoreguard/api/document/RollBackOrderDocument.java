package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That a dataset is to be rolled back, by somebody who knows what that loses. */
@Schema(name = "RollBackOrder")
public record RollBackOrderDocument(
        @Schema(description = "The snapshot's name; without it the answer says what would be lost") @Nullable
        String confirm,

        @Schema(
                description = "As the preview has it; absent or null when nothing was newer. Another one now means that"
                        + " more would be lost than was seen, and nothing is done")
        @Nullable
        String newestGuid,

        @Schema(description = "Whether the preview's warnings with needsForce are accepted. Default: false") @Nullable
        Boolean force) {}
