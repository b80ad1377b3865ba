package org.datastoreguard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.datastoreguard.api.document.VisibilityDocument;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;
import org.datastoreguard.vcenter.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the vSphere Client shows on an object. It asks at every click on one and waits for the answer, so this reads the
 * cached picture and asks the vCenter one question. It only hides; what may be done is decided where it is done.
 */
@Path("visibility")
@Tag(name = "vSphere Client")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class VisibilityResource {
    private static final int MOST_OBJECTS = 1000;
    /** The parts that the manifest declares dynamic, and the role each needs. */
    static final Map<String, Role> PARTS = new TreeMap<>(Map.of(
            "clusterCard", Role.VIEW,
            "datastoreCard", Role.VIEW,
            "hostCard", Role.VIEW,
            "datastoreRuns", Role.VIEW,
            "datastoreSnapshots", Role.VIEW,
            "datastoreReplication", Role.VIEW,
            "takeSnapshot", Role.SNAPSHOT,
            "replicateNow", Role.REPLICATE,
            "restore", Role.RESTORE));

    /** Parts of what holds datastores; the others are a datastore's. */
    private static final Set<String> OF_HOLDERS = Set.of("clusterCard", "hostCard");

    private final Inventory inventory;
    private final Holders holders;

    @Inject
    public VisibilityResource(Inventory inventory, Holders holders) {
        this.inventory = inventory;
        this.holders = holders;
    }

    @POST
    @Requires(on = Requires.Where.EACH)
    @Operation(
            summary = "Which parts of the plugin to show on these objects",
            description =
                    "Asked by the vSphere Client as /plugin/visibility. Members that are not known are ignored here,"
                            + " since the vSphere Client adds some with each version")
    public VisibilityDocument visibleParts(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            type = "object",
                                                            example = "{\"apiVersion\": \"1.0.0\", \"objectIds\":"
                                                                    + " [\"urn:vmomi:Datastore:datastore-11:GUID\"]}")))
                    @Nullable
                    JsonNode body,
            @Context SecurityContext security) {
        List<String> ids = objects(body);
        Rights rights = Rights.of(security);
        Optional<ObjectId> holder =
                ObjectId.find(ids.get(0)).filter(id -> ids.size() == 1).filter(Holders::isOne);
        Predicate<Map.Entry<String, Role>> visible =
                holder.isPresent() ? ofHolder(holder.get(), rights) : ofDatastores(ids, rights);
        return new VisibilityDocument(
                VisibilityDocument.API_VERSION,
                PARTS.entrySet().stream()
                        .map(part -> new VisibilityDocument.Item(part.getKey(), visible.test(part)))
                        .toList());
    }

    /** A host or cluster shows its card when there is something on it to see. */
    private Predicate<Map.Entry<String, Role>> ofHolder(ObjectId holder, Rights rights) {
        boolean any = !rights.visible(
                        holders.datastores(holder).stream()
                                .filter(VisibilityResource::isMapped)
                                .toList(),
                        found -> new Place.OfDatastore(found.datastore().id()))
                .isEmpty();
        return part -> any && OF_HOLDERS.contains(part.getKey());
    }

    private Predicate<Map.Entry<String, Role>> ofDatastores(List<String> ids, Rights rights) {
        boolean mapped = ids.stream()
                .allMatch(id -> inventory
                        .datastore(id)
                        .filter(VisibilityResource::isMapped)
                        .isPresent());
        List<Place> places =
                ids.stream().map(id -> (Place) new Place.OfDatastore(id)).toList();
        return part -> mapped && !OF_HOLDERS.contains(part.getKey()) && rights.allowAll(part.getValue(), places);
    }

    private static List<String> objects(@Nullable JsonNode body) {
        List<String> ids = new ArrayList<>();
        JsonNode given = body == null ? null : body.get("objectIds");
        if (given != null && given.isArray() && !given.isEmpty() && given.size() <= MOST_OBJECTS) {
            given.forEach(id -> ids.add(id.asText()));
            return ids;
        }
        throw GuardException.invalid("objectIds", "must list 1 to " + MOST_OBJECTS + " objects");
    }

    /** A NAS that does not answer at the moment is no reason to hide what protects its datastores. */
    private static boolean isMapped(MappedDatastore found) {
        Mapping.Status status = found.mapping().status();
        return status == Mapping.Status.MAPPED || status == Mapping.Status.UNREACHABLE;
    }
}
