package org.datastoreguard.api;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.api.document.NasSystemDocument;
import org.datastoreguard.api.document.NasSystemForm;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.api.http.ObjectPlaces;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.security.Place;
import org.datastoreguard.security.Role;

/**
 * What a person may know of the machines. Who sees the installation as a whole sees them whole. Who sees datastores knows
 * those machines by name that the datastores lie on; who may replicate one, all of them by name, to choose a target. Where
 * and how they are reached is nobody else's business. Thread-safe.
 */
public final class NasViews {
    private final NasDesk desk;
    private final Inventory inventory;
    private final ObjectPlaces places;

    public NasViews(NasDesk desk, Inventory inventory, ObjectPlaces places) {
        this.desk = desk;
        this.inventory = inventory;
        this.places = places;
    }

    /** Those the caller may know of, each as far as that goes. */
    List<NasSystemDocument> all(Rights rights) {
        rights.ask(places.all());
        if (rights.allow(Role.VIEW, Place.INSTALLATION)) {
            return desk.all().stream().map(NasSystemForm::toDocument).toList();
        }
        Predicate<NasSystem> known = known(rights);
        return desk.all().stream().filter(known).map(NasSystemDocument::named).toList();
    }

    /** @throws org.datastoreguard.error.GuardException NOT_FOUND, for one that the caller may not know of too */
    NasSystemDocument of(String id, Rights rights) {
        return all(rights).stream()
                .filter(document -> id.equals(document.id()))
                .findFirst()
                .orElseThrow(() -> Answers.notFound("NAS system"));
    }

    private Predicate<NasSystem> known(Rights rights) {
        List<MappedDatastore> visible = rights.visible(inventory.picture().datastores(), NasViews::place);
        if (visible.stream().anyMatch(found -> rights.allow(Role.REPLICATE, place(found)))) {
            return system -> true;
        }
        Set<String> below = visible.stream()
                .flatMap(found -> Stream.ofNullable(found.mapping().nasSystemId()))
                .collect(Collectors.toSet());
        return system -> below.contains(system.id());
    }

    private static Place place(MappedDatastore found) {
        return new Place.OfDatastore(found.datastore().id());
    }
}
