package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.api.document.DatastorePage;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.ObjectPlaces;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** The datastores and the datasets behind them. */
@Path("datastores")
@Tag(name = "datastores")
@Produces(MediaType.APPLICATION_JSON)
public final class DatastoresResource {
    private final Inventory inventory;
    private final Protections protections;
    private final ObjectPlaces places;
    private final Holders holders;

    @Inject
    public DatastoresResource(Inventory inventory, Protections protections, ObjectPlaces places, Holders holders) {
        this.inventory = inventory;
        this.protections = protections;
        this.places = places;
        this.holders = holders;
    }

    @GET
    @Requires(on = Requires.Where.EACH)
    @Operation(summary = "List the datastores, by name, as the machines last described them")
    public DatastorePage listDatastores(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(
                            description =
                                    "The vSphere object id of a host or cluster: only the datastores that it has mounted")
                    @QueryParam("on")
                    @Nullable
                    String on,
            @Context SecurityContext security) {
        PageRequest request = PageRequest.of(limit, cursor);
        Inventory.Picture picture = inventory.picture();
        return page(on == null ? picture : on(picture, on), request, Rights.of(security));
    }

    private Inventory.Picture on(Inventory.Picture picture, String holder) {
        return new Inventory.Picture(
                holders.datastores(Holders.parse("on", holder), picture.datastores()),
                picture.takenAt(),
                picture.problems());
    }

    /** Which machines do not answer is told to those who may see the machines. */
    private DatastorePage page(Inventory.Picture picture, PageRequest request, Rights rights) {
        rights.ask(places.all());
        List<MappedDatastore> visible = rights.visible(
                picture.datastores(),
                found -> new Place.OfDatastore(found.datastore().id()));
        Protections.Present present = protections.present();
        Page<DatastoreDocument> page = Page.of(visible, DatastoresResource::key, request)
                .map(found -> DatastoreDocument.of(found, present.of(found)));
        return new DatastorePage(
                page.items(),
                page.nextCursor(),
                picture.takenAt(),
                rights.allow(Role.VIEW, Place.INSTALLATION) ? picture.problems() : Map.of());
    }

    private static String key(MappedDatastore found) {
        return found.datastore().name().toLowerCase(Locale.ROOT)
                + "\n"
                + found.datastore().id();
    }

    @POST
    @Path("refresh")
    @Consumes(MediaType.WILDCARD)
    @Requires(on = Requires.Where.ANYWHERE)
    @Operation(summary = "Ask every vCenter and NAS again, and answer the first page of the new picture")
    public DatastorePage refreshDatastores(@Context SecurityContext security) {
        return page(inventory.refresh(), PageRequest.of(null, null), Rights.of(security));
    }

    @GET
    @Path("{id}")
    @Requires(on = Requires.Where.DATASTORE)
    @Operation(summary = "Read a datastore")
    public DatastoreDocument readDatastore(@PathParam("id") String id) {
        MappedDatastore found = inventory.datastore(id).orElseThrow(() -> Answers.notFound("datastore"));
        return DatastoreDocument.of(found, protections.present().of(found));
    }
}
