package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of datastores, and how fresh it is. */
@Schema(name = "DatastorePage")
public record DatastorePage(
        List<DatastoreDocument> items,
        @Nullable String nextCursor,

        @Schema(description = "How many datastores there are on all pages")
        long total,

        @Schema(description = "How many the caller may see in each state of protection, whatever was filtered")
        Map<ProtectionState, Long> states,

        @Schema(description = "When the machines were last asked")
        Instant takenAt,

        @Schema(description = "Per vCenter or NAS system id, what kept it from answering")
        Map<String, String> problems) {

    /** Each state with its number, none left out. */
    public static Map<ProtectionState, Long> states(List<DatastoreDocument> datastores) {
        Map<ProtectionState, Long> counts = new EnumMap<>(ProtectionState.class);
        for (ProtectionState state : ProtectionState.values()) {
            counts.put(state, 0L);
        }
        datastores.forEach(one -> counts.merge(one.protection().state(), 1L, Long::sum));
        return counts;
    }
}
