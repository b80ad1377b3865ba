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
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.NotificationChannelDocument;
import org.datastoreguard.api.document.NotificationChannelForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Versions;
import org.datastoreguard.notify.Channel;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** The channels that people are told through. */
@Path("notification-channels")
@Tag(name = "notifications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class NotificationChannelsResource {
    private final NotificationDesk desk;
    private final Documents documents;

    @Inject
    public NotificationChannelsResource(NotificationDesk desk, Documents documents) {
        this.desk = desk;
        this.documents = documents;
    }

    @GET
    @Requires(Role.CONFIGURE)
    @Operation(summary = "List the channels of notifications, by name")
    public Page<NotificationChannelDocument> listNotificationChannels(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(desk.all(), NotificationChannelsResource::key, PageRequest.of(limit, cursor))
                .map(this::document);
    }

    private static String key(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT) + "\n" + channel.id();
    }

    private NotificationChannelDocument document(Channel channel) {
        return NotificationChannelDocument.of(channel, desk.state(channel));
    }

    @POST
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Add a channel; nothing is sent yet")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
    public Response createNotificationChannel(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        NotificationChannelDocument document = documents.create(body, NotificationChannelDocument.class, errors);
        Channel added = desk.add(
                NotificationChannelForm.read(document, UUID.randomUUID().toString(), 1, errors));
        return Answers.created("notification-channels", added.id(), added.version(), document(added));
    }

    @GET
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Read a channel; its password or secret is never answered")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
    public Response readNotificationChannel(@PathParam("id") String id) {
        return versioned(desk.find(id));
    }

    private Response versioned(Channel channel) {
        return Answers.versioned(channel.version(), document(channel));
    }

    @PUT
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Replace a channel",
            description = "Without password the stored one is kept as long as host and username stay the same; without"
                    + " secret, as long as the host of the url does. What waits for the channel is tried at once")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
    public Response replaceNotificationChannel(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
                    @Nullable
                    JsonNode body) {
        Channel current = desk.find(id);
        Versions.require(ifMatch, current.version());
        FormErrors errors = new FormErrors();
        NotificationChannelDocument document = documents.replace(body, NotificationChannelDocument.class, errors);
        return versioned(desk.change(current, NotificationChannelForm.read(document, id, current.version(), errors)));
    }

    @DELETE
    @Path("{id}")
    @Requires(Role.CONFIGURE)
    @Operation(summary = "Remove a channel, with what it has yet to be told")
    @ApiResponse(responseCode = "204")
    public void removeNotificationChannel(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Channel channel = desk.find(id);
        Versions.allow(ifMatch, channel.version());
        desk.remove(channel);
    }

    @POST
    @Path("{id}/test")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Send a test message now",
            description = "Takes 20 seconds at most. NOTIFICATION_FAILED says what was answered and what to do next")
    @ApiResponse(responseCode = "204")
    public void testNotificationChannel(@PathParam("id") String id) {
        desk.test(desk.find(id));
    }

    @POST
    @Path("test")
    @Requires(Role.CONFIGURE)
    @Operation(
            summary = "Send a test message through a channel that is not saved",
            description =
                    "With the id of a saved one, its password or secret counts where none is given, under the same"
                            + " conditions as when it is replaced")
    @ApiResponse(responseCode = "204")
    public void testUnsavedNotificationChannel(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = NotificationChannelDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        NotificationChannelDocument document = documents.replace(body, NotificationChannelDocument.class, errors);
        Channel saved = document.id() == null ? null : desk.find(document.id());
        String id = saved == null ? "test" : saved.id();
        desk.test(NotificationChannelForm.read(document, id, 1, errors), saved);
    }
}
