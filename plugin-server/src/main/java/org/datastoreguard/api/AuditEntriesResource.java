package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
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
            @Schema(description = "Written at this time or later, such as 2027-01-31T00:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Schema(description = "Written before this time") @QueryParam("until") @Nullable String until,
            @Schema(description = "A part of who it was, in any case") @QueryParam("actor") @Nullable String actor,
            @Schema(description = "A part of what was done, in any case") @QueryParam("action") @Nullable String action,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        Audit.Filter filter = new Audit.Filter(
                QueryRules.instant("since", since),
                QueryRules.instant("until", until),
                QueryRules.part("actor", actor),
                QueryRules.part("action", action));
        refuseNothing(filter);
        return Page.ofOneMore(
                        audit.list(filter, request.limit() + 1, before(request.after())),
                        entry -> Long.toString(entry.id()),
                        request)
                .map(AuditEntryDocument::of);
    }

    private static void refuseNothing(Audit.Filter filter) {
        if (filter.since() != null && filter.until() != null && !filter.since().isBefore(filter.until())) {
            throw GuardException.invalid("until", "must be later than since");
        }
    }

    private static @Nullable Long before(@Nullable String key) {
        try {
            return key == null ? null : Long.valueOf(key);
        } catch (NumberFormatException e) {
            throw GuardException.invalid("cursor", "must be the nextCursor of an earlier answer");
        }
    }
}
