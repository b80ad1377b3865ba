package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.inventory.Mapping;

/** How a datastore is protected in one word; what needs a look comes first. */
@Schema(name = "ProtectionState", enumAsRef = true)
public enum ProtectionState {
    /** A replication is set up, and has never succeeded. */
    NEVER_REPLICATED,
    /** Further behind than its task allows. */
    LATE,
    /** Its NAS does not answer. */
    UNREACHABLE,
    UNPROTECTED,
    SNAPSHOTS_ONLY,
    REPLICATED,
    /** Nobody knows the dataset behind it. */
    UNMAPPED;

    static ProtectionState of(Mapping.Status mapping, ProtectionDocument.Facts facts) {
        return switch (mapping) {
            case UNREACHABLE -> UNREACHABLE;
            case UNMAPPED, AMBIGUOUS -> UNMAPPED;
            case MAPPED -> ofMapped(facts);
        };
    }

    private static ProtectionState ofMapped(ProtectionDocument.Facts facts) {
        if (facts.replicationTaskIds().isEmpty()) {
            return facts.snapshotTaskIds().isEmpty() ? UNPROTECTED : SNAPSHOTS_ONLY;
        }
        if (facts.lastReplicationAt() == null) {
            return NEVER_REPLICATED;
        }
        return facts.lagExceeded() ? LATE : REPLICATED;
    }
}
