package org.datastoreguard.recovery;

import static org.datastoreguard.recovery.RollBackPreview.some;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.recovery.RollBackPreview.Obstacle;
import org.datastoreguard.recovery.RollBackPreview.Warning;
import org.datastoreguard.vcenter.Datastore;

/** The datastores that lie on a dataset, and go back with it. Thread-safe. */
record DatastoresThere(Inventory inventory) {
    /** Asks all vCenters and machines where datastores lie, rather than going by what is remembered. */
    void lookAgain() {
        inventory.refresh();
    }

    List<MappedDatastore> on(Place place) {
        return inventory.picture().datastores().stream()
                .filter(found -> place.carries(found.mapping()))
                .toList();
    }

    List<Obstacle> obstacles(Place place) {
        return on(place).stream()
                .filter(found -> found.mapping().datasets().size() > 1)
                .map(found -> new Obstacle(
                        "SEVERAL_EXTENTS",
                        found.datastore().name() + " lies on several datasets: "
                                + some(found.mapping().datasets().stream()
                                        .map(Object::toString)
                                        .toList())
                                + ". Rolling back one of them alone would break its filesystem; clone their snapshots"
                                + " instead"))
                .toList();
    }

    List<Warning> warnings(Place place, String datastoreId) {
        List<MappedDatastore> on = on(place);
        List<Warning> warnings = new ArrayList<>();
        List<String> others = names(on.stream()
                .map(MappedDatastore::datastore)
                .filter(datastore -> !datastore.id().equals(datastoreId))
                .toList());
        if (!others.isEmpty()) {
            warnings.add(new Warning(
                    "OTHER_DATASTORES", "Other datastores lie on it and go back too: " + some(others), true));
        }
        List<String> mounted = names(on.stream()
                .map(MappedDatastore::datastore)
                .filter(datastore -> datastore.accessible() && datastore.backing() instanceof Datastore.Vmfs)
                .toList());
        if (!mounted.isEmpty()) {
            warnings.add(new Warning(
                    "STILL_MOUNTED",
                    "Hosts remember the filesystem of what they have mounted: " + some(mounted)
                            + ". Unmount it on all hosts before, and rescan and mount it afterwards",
                    false));
        }
        return warnings;
    }

    private static List<String> names(List<Datastore> datastores) {
        return datastores.stream().map(Datastore::name).sorted().toList();
    }
}
