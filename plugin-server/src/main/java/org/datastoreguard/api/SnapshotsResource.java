package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.datastoreguard.api.document.CloneOrderDocument;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.RollBackOrderDocument;
import org.datastoreguard.api.document.RollBackPreviewDocument;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.api.document.SnapshotDocument;
import org.datastoreguard.api.document.SnapshotOrderDocument;
import org.datastoreguard.api.document.TakenSnapshots;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** The snapshots of the datasets behind a datastore. */
@Path("datastores/{id}/snapshots")
@Tag(name = "snapshots")
@Produces(MediaType.APPLICATION_JSON)
public final class SnapshotsResource {
    private final SnapshotDesk desk;
    private final RestoreDesk restores;
    private final TaskRuns runs;
    private final Documents documents;

    @Inject
    public SnapshotsResource(SnapshotDesk desk, RestoreDesk restores, TaskRuns runs, Documents documents) {
        this.desk = desk;
        this.restores = restores;
        this.runs = runs;
        this.documents = documents;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.DATASTORE)
    @Operation(summary = "List the snapshots of a datastore, newest first, as the NAS has them now")
    public Page<SnapshotDocument> listSnapshots(
            @PathParam("id") String id,
            @Parameter(description = "Only those of this name") @QueryParam("name") @Nullable String name,
            @Parameter(description = "Only those with this in their name, upper and lower case alike")
                    @QueryParam("nameContains")
                    @Nullable
                    String nameContains,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return desk.page(id, new SnapshotNames(name, nameContains), PageRequest.of(limit, cursor));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.DATASTORE)
    @Operation(
            summary = "Take a snapshot now",
            description =
                    "It is there when the answer comes, except with vmConsistent, where the answer is the run that"
                            + " takes it. It belongs to no task, so no retention deletes it")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TakenSnapshots.class)))
    public Response takeSnapshot(
            @PathParam("id") String id,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SnapshotOrderDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        SnapshotOrderDocument order = documents.create(body, SnapshotOrderDocument.class, errors);
        if (order.quiesces()) {
            return runs.runNow(RunKind.SNAPSHOT, desk.order(id, order, errors).id());
        }
        List<SnapshotDocument> taken = desk.take(id, order, errors);
        String first = taken.isEmpty() ? "" : taken.get(0).guid();
        return Answers.created("datastores/" + id + "/snapshots", first, new TakenSnapshots(taken))
                .build();
    }

    @GET
    @Path("{guid}")
    @Requires(value = Role.VIEW, on = Requires.Where.DATASTORE)
    @Operation(summary = "Read a snapshot")
    public SnapshotDocument readSnapshot(@PathParam("id") String id, @PathParam("guid") String guid) {
        return desk.read(id, guid);
    }

    @DELETE
    @Path("{guid}")
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.DATASTORE)
    @Operation(
            summary = "Delete a snapshot for ever",
            description = "Of this dataset only, never of those below. A held or cloned one stays")
    @ApiResponse(responseCode = "204")
    public void deleteSnapshot(
            @PathParam("id") String id,
            @PathParam("guid") String guid,
            @Parameter(description = "The snapshot's name; without it the answer says what would be lost")
                    @QueryParam("confirm")
                    @Nullable
                    String confirm,
            @Parameter(
                            description =
                                    "true: also when the next increment of an enabled replication starts from it. Default: false")
                    @QueryParam("force")
                    @Nullable
                    String force) {
        desk.delete(id, guid, confirm, isTrue("force", force));
    }

    @GET
    @Path("{guid}/rollback")
    @Requires(value = Role.RESTORE, on = Requires.Where.DATASTORE)
    @Operation(
            summary = "Say what rolling back to a snapshot would lose, and what stands against it",
            description = "Changes nothing")
    public RollBackPreviewDocument previewRollBack(
            @PathParam("id") String id, @PathParam("guid") String guid, @Context SecurityContext security) {
        return restores.preview(id, guid, Rights.of(security));
    }

    @POST
    @Path("{guid}/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Role.RESTORE, on = Requires.Where.DATASTORE)
    @Operation(
            summary = "Roll a datastore's dataset back to a snapshot",
            description =
                    "A run does it. What was written since and all newer snapshots of the dataset are lost for ever;"
                            + " the preview says which. Datasets below keep their state. Impossible while a virtual machine on it"
                            + " runs, and whatever else the preview names as an obstacle")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    public Response rollBack(
            @PathParam("id") String id,
            @PathParam("guid") String guid,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = RollBackOrderDocument.class)))
                    @Nullable
                    JsonNode body,
            @Context SecurityContext security) {
        FormErrors errors = new FormErrors();
        RollBackOrderDocument order = documents.create(body, RollBackOrderDocument.class, errors);
        errors.throwIfAny();
        return runs.runNow(
                RunKind.RESTORE,
                restores.rollBack(id, guid, order, Rights.of(security)).id());
    }

    @POST
    @Path("{guid}/clone")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Role.RESTORE, on = Requires.Where.DATASTORE)
    @Operation(
            summary = "Clone a snapshot as a dataset of its own, which can be written",
            description = "A run does it; its log says where the clone is and what to do next. It is neither shared nor"
                    + " mounted on any host. The snapshot cannot be deleted while its clone is there")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    public Response cloneSnapshot(
            @PathParam("id") String id,
            @PathParam("guid") String guid,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = CloneOrderDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        CloneOrderDocument order = documents.create(body, CloneOrderDocument.class, errors);
        return runs.runNow(
                RunKind.RESTORE, restores.cloneOf(id, guid, order, errors).id());
    }

    private static boolean isTrue(String field, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw GuardException.invalid(field, "must be true or false");
    }
}
