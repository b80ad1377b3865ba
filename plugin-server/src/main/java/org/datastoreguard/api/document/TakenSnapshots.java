package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** The snapshots that were just taken. */
@Schema(name = "TakenSnapshots")
public record TakenSnapshots(
        @Schema(description = "More than one when the datastore spans several extents")
        List<SnapshotDocument> items) {}
