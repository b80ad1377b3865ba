package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.api.document.DatastorePage;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** The datastores and the datasets behind them. */
@Path("datastores")
@Tag(name = "datastores")
@Produces(MediaType.APPLICATION_JSON)
public final class DatastoresResource {
    private final Inventory inventory;
    private final Protections protections;

    @Inject
    public DatastoresResource(Inventory inventory, Protections protections) {
        this.inventory = inventory;
        this.protections = protections;
    }

    @GET
    @Requires(Role.VIEW)
    @Operation(summary = "List the datastores, by name, as the machines last described them")
    public DatastorePage listDatastores(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        return page(inventory.picture(), request);
    }

    private DatastorePage page(Inventory.Picture picture, PageRequest request) {
        Protections.Present present = protections.present();
        Page<DatastoreDocument> page = Page.of(picture.datastores(), DatastoresResource::key, request)
                .map(found -> DatastoreDocument.of(found, present.of(found)));
        return new DatastorePage(page.items(), page.nextCursor(), picture.takenAt(), picture.problems());
    }

    private static String key(MappedDatastore found) {
        return found.datastore().name().toLowerCase(Locale.ROOT)
                + "\n"
                + found.datastore().id();
    }

    @POST
    @Path("refresh")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.VIEW)
    @Operation(summary = "Ask every vCenter and NAS again, and answer the first page of the new picture")
    public DatastorePage refreshDatastores() {
        return page(inventory.refresh(), PageRequest.of(null, null));
    }

    @GET
    @Path("{id}")
    @Requires(Role.VIEW)
    @Operation(summary = "Read a datastore")
    public DatastoreDocument readDatastore(@PathParam("id") String id) {
        MappedDatastore found = inventory.datastore(id).orElseThrow(() -> Answers.notFound("datastore"));
        return DatastoreDocument.of(found, protections.present().of(found));
    }
}
