package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Jobs;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** What ran, what runs, and what waits. */
@Path("runs")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunsResource {
    private final Runs runs;
    private final Jobs jobs;
    private final RunStreams streams;

    @Inject
    public RunsResource(Runs runs, Jobs jobs, RunStreams streams) {
        this.runs = runs;
        this.jobs = jobs;
        this.streams = streams;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(summary = "List the runs, newest first")
    public Page<RunDocument> listRuns(
            @QueryParam("task") @Nullable String task,
            @QueryParam("datastore") @Nullable String datastore,
            @Schema(implementation = RunState.class) @QueryParam("state") @Nullable String state,
            @Schema(description = "Opened at this time or later, such as 2027-01-31T00:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext security) {
        PageRequest request = PageRequest.of(limit, cursor);
        Runs.Filter filter = new Runs.Filter(
                task, datastore, QueryRules.oneOf("state", state, RunState.class), QueryRules.instant("since", since));
        return Page.ofOneMore(visible(filter, request, Rights.of(security)), Run::id, request)
                .map(RunDocument::of);
    }

    /** One more than a page, as far as there are so many that the caller may see. */
    private List<Run> visible(Runs.Filter filter, PageRequest request, Rights rights) {
        int wanted = request.limit() + 1;
        List<Run> found = new ArrayList<>();
        String after = request.after();
        List<Run> read;
        do {
            read = runs.list(filter, wanted, after);
            found.addAll(rights.visible(read, Places::of));
            after = read.isEmpty() ? after : read.get(read.size() - 1).id();
        } while (found.size() < wanted && read.size() == wanted);
        return found.size() > wanted ? found.subList(0, wanted) : found;
    }

    @GET
    @Path("{id}")
    @Requires(value = Role.VIEW, on = Requires.Where.RUN)
    @Operation(summary = "Read a run")
    public RunDocument readRun(@PathParam("id") String id) {
        return RunDocument.of(find(id));
    }

    private Run find(String id) {
        return runs.find(id).orElseThrow(() -> Answers.notFound("run"));
    }

    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Requires(value = Role.SNAPSHOT, on = Requires.Where.RUN)
    @Operation(
            summary = "Ask a run to end",
            description =
                    "Needs the role of its kind: SNAPSHOT, REPLICATE or RESTORE. A run that already ended stays as it is")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RunDocument.class)))
    public Response cancelRun(@PathParam("id") String id, @Context SecurityContext security) {
        Run run = find(id);
        Rights.of(security).need(needed(run.kind()), Places.of(run));
        return Answers.accepted(id, RunDocument.of(jobs.cancel(id)));
    }

    private static Role needed(RunKind kind) {
        return switch (kind) {
            case SNAPSHOT -> Role.SNAPSHOT;
            case REPLICATION -> Role.REPLICATE;
            case RESTORE -> Role.RESTORE;
        };
    }

    @GET
    @Path("{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @Requires(value = Role.VIEW, on = Requires.Where.RUN)
    @Operation(summary = "Download a run's log")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
    public Response downloadLog(@PathParam("id") String id) {
        Run run = find(id);
        StreamingOutput log = out -> RunLog.write(runs, run.id(), out);
        return Response.ok(log, MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"run-" + run.id() + ".log\"")
                .build();
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(value = Role.VIEW, on = Requires.Where.RUN)
    @Operation(
            summary = "Follow a run live",
            description =
                    "Server-Sent Events: `run` with a Run whenever it changes, `log` with a LogLine for each line of"
                            + " its log (the line's number is the event's id; Last-Event-ID goes on after it), `end` when nothing"
                            + " will follow")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    public void followRun(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        streams.open(find(id).id(), afterLine(lastEventId), sink, sse);
    }

    private static long afterLine(@Nullable String lastEventId) {
        try {
            return lastEventId == null || lastEventId.isBlank() ? 0 : Long.parseLong(lastEventId.strip());
        } catch (NumberFormatException e) {
            throw GuardException.invalid("Last-Event-ID", "must be the id of an event of this stream");
        }
    }
}
