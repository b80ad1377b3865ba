package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clone of a snapshot that somebody wants. */
@Schema(name = "CloneOrder")
public record CloneOrderDocument(
        @Schema(
                description = "The full name of the new dataset, on the same pool; its parent must exist. Absent: the"
                        + " dataset's, -clone- and the snapshot's, with a number behind it when that is taken",
                example = "tank/copy-of-vm")
        @Nullable
        String name,

        @Schema(description = "Hosts to mount it on; not supported yet, so absent or empty") @Nullable
        List<String> mountOn) {}
