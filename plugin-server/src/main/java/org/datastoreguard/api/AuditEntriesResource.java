package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.datastoreguard.api.document.AuditEntryDocument;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** Who did what. */
@Path("audit-entries")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditEntriesResource {
    private final Audit audit;

    @Inject
    public AuditEntriesResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Requires(Role.CONFIGURE)
    @Operation(summary = "List the changes that people and programs asked for, newest first")
    public Page<AuditEntryDocument> listAuditEntries(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        return Page.ofOneMore(
                        audit.list(request.limit() + 1, before(request.after())),
                        entry -> Long.toString(entry.id()),
                        request)
                .map(AuditEntryDocument::of);
    }

    private static @Nullable Long before(@Nullable String key) {
        try {
            return key == null ? null : Long.valueOf(key);
        } catch (NumberFormatException e) {
            throw GuardException.invalid("cursor", "must be the nextCursor of an earlier answer");
        }
    }
}
