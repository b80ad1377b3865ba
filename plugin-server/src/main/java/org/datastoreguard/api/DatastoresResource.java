package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
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
import java.util.Map;
import org.datastoreguard.api.document.DatastoreDocument;
import org.datastoreguard.api.document.DatastorePage;
import org.datastoreguard.api.document.ProtectionState;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.ObjectPlaces;
import org.datastoreguard.api.http.PageRequest;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
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
    @Operation(summary = "List the datastores as the machines last described them")
    public DatastorePage listDatastores(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(
                            description =
                                    "The vSphere object id of a host or cluster: only the datastores that it has mounted")
                    @QueryParam("on")
                    @Nullable
                    String on,
            @Parameter(description = "Only those with these characters in their name or a dataset's, in any case")
                    @QueryParam("contains")
                    @Nullable
                    String contains,
            @Parameter(schema = @Schema(implementation = Mapping.Status.class)) @QueryParam("mapping") @Nullable
                    String mapping,
            @Parameter(schema = @Schema(implementation = ProtectionState.class)) @QueryParam("protection") @Nullable
                    String protection,
            @Parameter(
                            description = "By name unless said otherwise. protection: what needs a look first; lag: the"
                                    + " farthest behind first; with - reversed",
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "name",
                                                "-name",
                                                "protection",
                                                "-protection",
                                                "lag",
                                                "-lag"
                                            }))
                    @QueryParam("sort")
                    @Nullable
                    String sort,
            @Context SecurityContext security) {
        DatastoreList list = DatastoreList.of(
                PageRequest.of(limit, cursor),
                sort,
                new DatastoreFilter(
                        QueryRules.part("contains", contains),
                        QueryRules.oneOf("mapping", mapping, Mapping.Status.class),
                        QueryRules.oneOf("protection", protection, ProtectionState.class)));
        Inventory.Picture picture = inventory.picture();
        return page(on == null ? picture : on(picture, on), list, Rights.of(security));
    }

    private Inventory.Picture on(Inventory.Picture picture, String holder) {
        return new Inventory.Picture(
                holders.datastores(Holders.parse("on", holder), picture.datastores()),
                picture.takenAt(),
                picture.problems());
    }

    /** Which machines do not answer is told to those who may see the machines. */
    private DatastorePage page(Inventory.Picture picture, DatastoreList list, Rights rights) {
        rights.ask(places.all());
        Protections.Present present = protections.present();
        List<DatastoreDocument> visible =
                rights
                        .visible(
                                picture.datastores(),
                                found -> new Place.OfDatastore(found.datastore().id()))
                        .stream()
                        .map(found -> DatastoreDocument.of(found, present.of(found)))
                        .toList();
        return list.of(
                visible,
                picture.takenAt(),
                rights.allow(Role.VIEW, Place.INSTALLATION) ? picture.problems() : Map.of());
    }

    @POST
    @Path("refresh")
    @Consumes(MediaType.WILDCARD)
    @Requires(on = Requires.Where.ANYWHERE)
    @Operation(summary = "Ask every vCenter and NAS again, and answer the first page of the new picture")
    public DatastorePage refreshDatastores(@Context SecurityContext security) {
        return page(inventory.refresh(), DatastoreList.FIRST, Rights.of(security));
    }

    @GET
    @Path("{id}")
    @Requires(on = Requires.Where.DATASTORE)
    @Operation(summary = "Read a datastore")
    public DatastoreDocument readDatastore(@PathParam("id") String id) {
        MappedDatastore found = inventory.datastore(id).orElseThrow(() -> Answers.notFound("datastore"));
        return DatastoreDocument.of(found, protections.of(found));
    }
}
