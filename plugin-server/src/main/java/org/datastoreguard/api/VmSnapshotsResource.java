package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.api.document.VmSnapshotDocument;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.security.Role;
import org.datastoreguard.snapshot.VmJournal;
import org.jspecify.annotations.Nullable;

/** Which snapshots of virtual machines wait to be removed. */
@Path("vm-snapshots")
@Tag(name = "snapshots")
@Produces(MediaType.APPLICATION_JSON)
public final class VmSnapshotsResource {
    private final VmJournal journal;
    private final Clock clock;

    @Inject
    public VmSnapshotsResource(VmJournal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @GET
    @Path("leftover")
    @Requires(Role.VIEW)
    @Operation(
            summary = "List the VM snapshots of this product that should be gone, oldest first",
            description = "Each is tried again until the vCenter says that it is gone. Normally there is none")
    public Page<VmSnapshotDocument> listLeftOverVmSnapshots(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        Instant now = clock.instant();
        List<VmJournal.Entry> leftOver =
                journal.all().stream().filter(entry -> entry.leftOver(now)).toList();
        return Page.of(leftOver, entry -> entry.createdAt() + "\n" + entry.id(), PageRequest.of(limit, cursor))
                .map(entry -> VmSnapshotDocument.of(entry, now));
    }
}
