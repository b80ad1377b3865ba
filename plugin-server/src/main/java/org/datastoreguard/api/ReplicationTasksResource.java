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
import org.datastoreguard.api.document.PlanDocument;
import org.datastoreguard.api.document.ReplicationTaskDocument;
import org.datastoreguard.api.document.ReplicationTaskForm;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.MergePatch;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.api.http.Versions;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** Replication tasks. */
@Path("replication-tasks")
@Tag(name = "replication tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class ReplicationTasksResource {
    private final ReplicationTasks tasks;
    private final ReplicationTaskRules rules;
    private final RemoteMachines machines;
    private final TaskRuns runs;
    private final ReplicationPlans plans;
    private final Documents documents;

    @Inject
    public ReplicationTasksResource(
            ReplicationTasks tasks,
            ReplicationTaskRules rules,
            RemoteMachines machines,
            TaskRuns runs,
            ReplicationPlans plans,
            Documents documents) {
        this.tasks = tasks;
        this.rules = rules;
        this.machines = machines;
        this.runs = runs;
        this.plans = plans;
        this.documents = documents;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(summary = "List the replication tasks, by name")
    public Page<ReplicationTaskDocument> listReplicationTasks(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext security) {
        return Page.of(
                        Rights.of(security).visible(tasks.all(), Places::of),
                        ReplicationTasksResource::key,
                        PageRequest.of(limit, cursor))
                .map(ReplicationTaskForm::toDocument);
    }

    private static String key(ReplicationTask task) {
        return task.name().toLowerCase(Locale.ROOT) + "\n" + task.id();
    }

    @POST
    @Requires(value = Role.REPLICATE, on = Requires.Where.EACH)
    @Operation(summary = "Add a replication task")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ReplicationTaskDocument.class)))
    public Response createReplicationTask(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ReplicationTaskDocument.class)))
                    @Nullable
                    JsonNode body,
            @Context SecurityContext security) {
        FormErrors errors = new FormErrors();
        ReplicationTaskDocument document = documents.create(body, ReplicationTaskDocument.class, errors);
        Rights rights = Rights.of(security);
        ReplicationTask task = machines.known(document, rights, errors, known -> {
            ReplicationTask made =
                    ReplicationTaskForm.toTask(known, UUID.randomUUID().toString(), 1, errors);
            mayUse(made, rights);
            return rules.save(made, rights, added -> {
                tasks.add(added);
                return added;
            });
        });
        runs.changed(RunKind.REPLICATION, task.id());
        return Answers.created("replication-tasks", task.id(), task.version(), ReplicationTaskForm.toDocument(task));
    }

    @GET
    @Path("{id}")
    @Requires(value = Role.VIEW, on = Requires.Where.REPLICATION_TASK)
    @Operation(summary = "Read a replication task")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReplicationTaskDocument.class)))
    public Response readReplicationTask(@PathParam("id") String id) {
        return versioned(find(id));
    }

    private ReplicationTask find(String id) {
        return tasks.find(id).orElseThrow(() -> Answers.notFound("replication task"));
    }

    /** A task that is moved to another source needs the right there too. */
    private void mayUse(ReplicationTask task, Rights rights) {
        SourceRights.need(Role.REPLICATE, task.source(), rights);
        rules.checkVisible(task, rights);
    }

    private static Response versioned(ReplicationTask task) {
        return Answers.versioned(task.version(), ReplicationTaskForm.toDocument(task));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @Requires(value = Role.REPLICATE, on = Requires.Where.REPLICATION_TASK)
    @Operation(summary = "Change a replication task", description = "A JSON merge patch: null takes a member away")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = ReplicationTaskDocument.class)))
    public Response changeReplicationTask(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ReplicationTaskDocument.class)))
                    @Nullable
                    JsonNode patch,
            @Context SecurityContext security) {
        ReplicationTask current = find(id);
        Versions.require(ifMatch, current.version());
        FormErrors errors = new FormErrors();
        ReplicationTaskDocument document =
                documents.patch(ReplicationTaskForm.toDocument(current), patch, ReplicationTaskDocument.class, errors);
        Rights rights = Rights.of(security);
        ReplicationTask stored = machines.known(document, rights, errors, known -> {
            ReplicationTask task = ReplicationTaskForm.toTask(known, id, current.version(), errors);
            mayUse(task, rights);
            return rules.save(task, rights, tasks::update);
        });
        runs.changed(RunKind.REPLICATION, id);
        return versioned(stored);
    }

    @DELETE
    @Path("{id}")
    @Requires(value = Role.REPLICATE, on = Requires.Where.REPLICATION_TASK)
    @Operation(summary = "Remove a replication task; what it sent stays")
    @ApiResponse(responseCode = "204")
    public void removeReplicationTask(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        ReplicationTask task = find(id);
        Versions.allow(ifMatch, task.version());
        runs.refuseWhileRunning(id);
        tasks.remove(id);
        runs.changed(RunKind.REPLICATION, id);
    }

    @POST
    @Path("{id}/run")
    @Consumes(MediaType.WILDCARD)
    @Requires(value = Role.REPLICATE, on = Requires.Where.REPLICATION_TASK)
    @Operation(summary = "Replicate now, whatever its window says")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    public Response runReplicationTask(@PathParam("id") String id) {
        find(id);
        return runs.runNow(RunKind.REPLICATION, id);
    }

    @POST
    @Path("{id}/plan")
    @Consumes(MediaType.WILDCARD)
    @Requires(value = Role.REPLICATE, on = Requires.Where.REPLICATION_TASK)
    @Operation(
            summary = "What a run would do now, what it would destroy, and what it leaves to somebody to decide",
            description = "Asks both machines and sends nothing. Refused while the task is running")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanDocument.class)))
    public Response planReplicationTask(@PathParam("id") String id) {
        ReplicationTask task = find(id);
        runs.refuseWhileRunning(id);
        return Response.ok(PlanDocument.of(plans.plan(task))).build();
    }
}
