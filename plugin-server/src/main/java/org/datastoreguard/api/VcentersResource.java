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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.datastoreguard.api.document.AccountDocument;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.RegistrarDocument;
import org.datastoreguard.api.document.RegistrationDocument;
import org.datastoreguard.api.document.VcenterDocument;
import org.datastoreguard.api.document.VcenterForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.MergePatch;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Versions;
import org.datastoreguard.security.Role;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.Vcenters.OneTimeLogin;
import org.jspecify.annotations.Nullable;

/** The vCenters, and how the plugin is registered at them. */
@Path("vcenters")
@Tag(name = "vCenters")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class VcentersResource {
    private final VcenterDesk desk;
    private final Documents documents;

    @Inject
    public VcentersResource(VcenterDesk desk, Documents documents) {
        this.desk = desk;
        this.documents = documents;
    }

    @GET
    @Requires(Role.VIEW)
    @Operation(summary = "List the vCenters, by name")
    public Page<VcenterDocument> listVcenters(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(desk.all(), VcentersResource::key, PageRequest.of(limit, cursor))
                .map(VcenterDocument::of);
    }

    private static String key(VcenterServer server) {
        return server.name().toLowerCase(Locale.ROOT) + "\n" + server.id();
    }

    @POST
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Add a vCenter",
            description =
                    "Logs in first; nothing is kept when that fails. Without a fingerprint the answer shows the one"
                            + " that the vCenter offers, for a person to compare")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = VcenterDocument.class)))
    public Response createVcenter(
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = VcenterDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        VcenterDocument document = documents.create(body, VcenterDocument.class, errors);
        errors.required("password", document.password());
        VcenterServer wanted = VcenterForm.toServer(document, UUID.randomUUID().toString(), null, 1, errors);
        VcenterServer added = desk.add(wanted, String.valueOf(document.password()));
        return Answers.created("vcenters", added.id(), added.version(), VcenterDocument.of(added));
    }

    @GET
    @Path("{id}")
    @Requires(Role.VIEW)
    @Operation(summary = "Read a vCenter; its password is never answered")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = VcenterDocument.class)))
    public Response readVcenter(@PathParam("id") String id) {
        return versioned(desk.find(id));
    }

    private static Response versioned(VcenterServer server) {
        return Answers.versioned(server.version(), VcenterDocument.of(server));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MergePatch.TYPE, MediaType.APPLICATION_JSON})
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Change a vCenter", description = "A JSON merge patch. Logs in first, as when it was added")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = VcenterDocument.class)))
    public Response changeVcenter(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(required = true, content = @Content(schema = @Schema(implementation = VcenterDocument.class)))
                    @Nullable
                    JsonNode patch) {
        VcenterServer current = desk.find(id);
        Versions.require(ifMatch, current.version());
        FormErrors errors = new FormErrors();
        VcenterDocument document = documents.patch(VcenterDocument.of(current), patch, VcenterDocument.class, errors);
        VcenterServer wanted = VcenterForm.toServer(document, id, current.instanceUuid(), current.version(), errors);
        return versioned(desk.change(current, wanted, document.password()));
    }

    @DELETE
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Remove a vCenter that no task uses; a registration there stays")
    @ApiResponse(responseCode = "204")
    public void removeVcenter(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        VcenterServer server = desk.find(id);
        Versions.allow(ifMatch, server.version());
        desk.remove(server);
    }

    @GET
    @Path("{id}/registration")
    @Requires(Role.VIEW)
    @Operation(summary = "How the plugin stands at this vCenter")
    public RegistrationDocument readRegistration(@PathParam("id") String id) {
        return RegistrationDocument.of(desk.registration(desk.find(id)));
    }

    @GET
    @Path("{id}/account")
    @Requires(Role.VIEW)
    @Operation(summary = "What the stored account may do at this vCenter, compared with what is needed")
    public AccountDocument readAccount(@PathParam("id") String id) {
        return AccountDocument.of(desk.accountRights(desk.find(id)));
    }

    @PUT
    @Path("{id}/registration")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Register the plugin, or bring its registration up to date",
            description = "By the stored account, or by the one in the body, which is used once and kept nowhere")
    public RegistrationDocument register(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = RegistrarDocument.class))) @Nullable
                    JsonNode body) {
        return RegistrationDocument.of(desk.register(desk.find(id), login(body)));
    }

    private @Nullable OneTimeLogin login(@Nullable JsonNode body) {
        if (body == null || body.isMissingNode() || body.isNull()) {
            return null;
        }
        FormErrors errors = new FormErrors();
        return documents.create(body, RegistrarDocument.class, errors).login(errors);
    }

    @DELETE
    @Path("{id}/registration")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Take the registration away", description = "By the account of the body, if there is one")
    @ApiResponse(responseCode = "204")
    public void unregister(
            @PathParam("id") String id,
            @RequestBody(content = @Content(schema = @Schema(implementation = RegistrarDocument.class))) @Nullable
                    JsonNode body) {
        desk.unregister(desk.find(id), login(body));
    }
}
