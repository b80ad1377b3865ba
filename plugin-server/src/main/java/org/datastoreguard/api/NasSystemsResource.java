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
import org.datastoreguard.api.document.DatasetDocument;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.NasSystemDocument;
import org.datastoreguard.api.document.NasSystemForm;
import org.datastoreguard.api.document.ProbeDocument;
import org.datastoreguard.api.document.ReplicationKeyDocument;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.MergePatch;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.api.http.Versions;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** The storage machines. */
@Path("nas-systems")
@Tag(name = "NAS systems")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class NasSystemsResource {
    private final NasDesk desk;
    private final NasViews views;
    private final Documents documents;

    @Inject
    public NasSystemsResource(NasDesk desk, NasViews views, Documents documents) {
        this.desk = desk;
        this.views = views;
        this.documents = documents;
    }

    @GET
    @Requires(on = Requires.Where.ANYWHERE)
    @Operation(
            summary = "List the NAS systems, by name",
            description =
                    "Who may VIEW the installation as a whole is told all. Others are told id and name alone: of those that"
                            + " datastores lie on which they may VIEW, or of all when they may REPLICATE one")
    public Page<NasSystemDocument> listNasSystems(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context SecurityContext security) {
        return Page.of(views.all(Rights.of(security)), NasSystemsResource::key, PageRequest.of(limit, cursor));
    }

    private static String key(NasSystemDocument system) {
        return String.valueOf(system.name()).toLowerCase(Locale.ROOT) + "\n" + system.id();
    }

    @POST
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Add a NAS system",
            description =
                    "Makes a key pair for it: put publicKey of the answer into authorized_keys on the machine, then"
                            + " probe it. Without hostKey the error shows the keys it offers, for a person to compare")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = NasSystemDocument.class)))
    public Response createNasSystem(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = NasSystemDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        NasSystemDocument document = documents.create(body, NasSystemDocument.class, errors);
        NasSystem added = desk.add(NasSystemForm.toDraft(document, errors));
        return Answers.created("nas-systems", added.id(), added.version(), NasSystemForm.toDocument(added));
    }

    @GET
    @Path("{id}")
    @Requires(on = Requires.Where.ANYWHERE)
    @Operation(
            summary = "Read a NAS system; its private key is never answered",
            description = "To whom what is told is as in the list")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = NasSystemDocument.class)))
    public Response readNasSystem(@PathParam("id") String id, @Context SecurityContext security) {
        NasSystemDocument seen = views.of(id, Rights.of(security));
        return seen.version() == null ? Response.ok(seen).build() : Answers.versioned(seen.version(), seen);
    }

    private static Response versioned(NasSystem system) {
        return Answers.versioned(system.version(), NasSystemForm.toDocument(system));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Change a NAS system", description = "A JSON merge patch")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = NasSystemDocument.class)))
    public Response changeNasSystem(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = NasSystemDocument.class)))
                    @Nullable
                    JsonNode patch) {
        NasSystem current = desk.find(id);
        Versions.require(ifMatch, current.version());
        FormErrors errors = new FormErrors();
        NasSystemDocument document =
                documents.patch(NasSystemForm.toDocument(current), patch, NasSystemDocument.class, errors);
        return versioned(desk.change(current, NasSystemForm.toDraft(document, errors)));
    }

    @DELETE
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Remove a NAS system that no task uses")
    @ApiResponse(responseCode = "204")
    public void removeNasSystem(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        NasSystem system = desk.find(id);
        Versions.allow(ifMatch, system.version());
        desk.remove(system);
    }

    @POST
    @Path("{id}/probe")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Look the machine over: OpenZFS, pools, tools, missing rights; changes nothing there")
    public ProbeDocument probeNasSystem(@PathParam("id") String id) {
        return ProbeDocument.of(desk.probe(desk.find(id)));
    }

    @GET
    @Path("{id}/datasets")
    @Requires(Role.VIEW)
    @Operation(summary = "List its datasets, parents before children")
    public Page<DatasetDocument> listDatasets(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        // Sorted by components: the slash before every other character, so that children follow their parent.
        return Page.of(desk.datasets(desk.find(id)), info -> info.name().value().replace('/', '\t'), request)
                .map(DatasetDocument::of);
    }

    @GET
    @Path("{id}/replication-key")
    @Requires(Role.VIEW)
    @Operation(summary = "The key with which it logs in to other machines")
    public ReplicationKeyDocument readReplicationKey(@PathParam("id") String id) {
        return desk.replicationKey(desk.find(id))
                .map(ReplicationKeyDocument::new)
                .orElseThrow(() -> new GuardException(
                        ErrorCode.NOT_FOUND, "This machine has no replication key yet; POST makes one"));
    }

    @POST
    @Path("{id}/replication-key")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Make that key on the machine, unless there is one")
    public ReplicationKeyDocument createReplicationKey(@PathParam("id") String id) {
        return new ReplicationKeyDocument(desk.createReplicationKey(desk.find(id)));
    }
}
