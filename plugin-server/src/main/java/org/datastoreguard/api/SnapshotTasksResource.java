package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Locale;
import java.util.UUID;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.RetentionPreviewDocument;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.api.document.SnapshotTaskDocument;
import org.datastoreguard.api.document.SnapshotTaskForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.MergePatch;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.api.http.Versions;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.security.Role;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.jspecify.annotations.Nullable;

/** Periodic snapshot tasks. */
@Path("snapshot-tasks")
@Tag(name = "snapshot tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SnapshotTasksResource {
    private final SnapshotTasks tasks;
    private final SnapshotTaskRules rules;
    private final TaskRuns runs;
    private final RetentionPreviews previews;
    private final Documents documents;

    @Inject
    public SnapshotTasksResource(
            SnapshotTasks tasks,
            SnapshotTaskRules rules,
            TaskRuns runs,
            RetentionPreviews previews,
            Documents documents) {
        this.tasks = tasks;
        this.rules = rules;
        this.runs = runs;
        this.previews = previews;
        this.documents = documents;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(summary = "List the snapshot tasks, by name")
    public Page<SnapshotTaskDocument> listSnapshotTasks(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext security) {
        return Page.of(
                        Rights.of(security).visible(tasks.all(), Places::of),
                        SnapshotTasksResource::key,
                        PageRequest.of(limit, cursor))
                .map(SnapshotTaskForm::toDocument);
    }

    private static String key(SnapshotTask task) {
        return task.name().toLowerCase(Locale.ROOT) + "\n" + task.id();
    }

    @POST
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.EACH)
    @Operation(summary = "Add a snapshot task")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class)))
    public Response createSnapshotTask(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class)))
                    @Nullable
                    JsonNode body,
            @Context SecurityContext security) {
        FormErrors errors = new FormErrors();
        SnapshotTaskDocument document = documents.create(body, SnapshotTaskDocument.class, errors);
        SnapshotTask task = SnapshotTaskForm.toTask(document, UUID.randomUUID().toString(), 1, errors);
        mayUse(task, security);
        rules.checkSave(task);
        tasks.add(task);
        runs.changed(RunKind.SNAPSHOT, task.id());
        return Answers.created("snapshot-tasks", task.id(), task.version(), SnapshotTaskForm.toDocument(task));
    }

    @GET
    @Path("{id}")
    @Requires(value = Role.VIEW, on = Requires.Where.SNAPSHOT_TASK)
    @Operation(summary = "Read a snapshot task")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class)))
    public Response readSnapshotTask(@PathParam("id") String id) {
        return versioned(find(id));
    }

    private SnapshotTask find(String id) {
        return tasks.find(id).orElseThrow(() -> Answers.notFound("snapshot task"));
    }

    /** A task that is moved to another source needs the right there too. */
    private static void mayUse(SnapshotTask task, SecurityContext security) {
        Rights rights = Rights.of(security);
        SourceRights.need(Role.SNAPSHOT, task.source(), rights);
    }

    private static Response versioned(SnapshotTask task) {
        return Answers.versioned(task.version(), SnapshotTaskForm.toDocument(task));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.SNAPSHOT_TASK)
    @Operation(summary = "Change a snapshot task", description = "A JSON merge patch: null takes a member away")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class)))
    public Response changeSnapshotTask(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class)))
                    @Nullable
                    JsonNode patch,
            @Context SecurityContext security) {
        SnapshotTask current = find(id);
        Versions.require(ifMatch, current.version());
        FormErrors errors = new FormErrors();
        SnapshotTaskDocument document =
                documents.patch(SnapshotTaskForm.toDocument(current), patch, SnapshotTaskDocument.class, errors);
        SnapshotTask task = SnapshotTaskForm.toTask(document, id, current.version(), errors);
        mayUse(task, security);
        rules.checkSave(task);
        SnapshotTask stored = tasks.update(task);
        runs.changed(RunKind.SNAPSHOT, id);
        return versioned(stored);
    }

    @DELETE
    @Path("{id}")
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.SNAPSHOT_TASK)
    @Operation(summary = "Remove a snapshot task; the snapshots it took stay")
    @ApiResponse(responseCode = "204")
    public void removeSnapshotTask(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        SnapshotTask task = find(id);
        Versions.allow(ifMatch, task.version());
        rules.checkRemove(task);
        runs.refuseWhileRunning(id);
        tasks.remove(id);
        runs.changed(RunKind.SNAPSHOT, id);
    }

    @POST
    @Path("{id}/run")
    @Consumes(MediaType.WILDCARD)
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.SNAPSHOT_TASK)
    @Operation(summary = "Take its snapshot now, whatever its window says")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    public Response runSnapshotTask(@PathParam("id") String id) {
        find(id);
        return runs.runNow(RunKind.SNAPSHOT, id);
    }

    @POST
    @Path("{id}/retention-preview")
    @Consumes(MediaType.WILDCARD)
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.SNAPSHOT_TASK)
    @Operation(
            summary = "Which snapshots the next run would delete, as the task is or as a change would make it",
            description = "Asks the machines and changes nothing. The body is the change, a JSON merge patch; it may be"
                    + " left out")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = RetentionPreviewDocument.class)))
    public Response previewRetention(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = SnapshotTaskDocument.class))) @Nullable
                    JsonNode patch,
            @Context SecurityContext security) {
        SnapshotTask current = find(id);
        if (patch == null || patch.isMissingNode() || patch.isNull()) {
            return Response.ok(RetentionPreviewDocument.of(previews.of(current)))
                    .build();
        }
        FormErrors errors = new FormErrors();
        SnapshotTaskDocument document =
                documents.patch(SnapshotTaskForm.toDocument(current), patch, SnapshotTaskDocument.class, errors);
        SnapshotTask changed = SnapshotTaskForm.toTask(document, id, current.version(), errors);
        mayUse(changed, security);
        rules.checkSave(changed);
        return Response.ok(RetentionPreviewDocument.of(previews.of(changed))).build();
    }
}
