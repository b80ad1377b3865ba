package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.datastoreguard.security.Audit;

/** Who did what, and how it ended. */
@Schema(name = "AuditEntry")
public record AuditEntryDocument(long id, Instant at, String actor, String action, String object, String outcome) {
    public static AuditEntryDocument of(Audit.Entry entry) {
        return new AuditEntryDocument(
                entry.id(), entry.at(), entry.actor(), entry.action(), entry.object(), entry.outcome());
    }
}
