package org.datastoreguard.inventory;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.inventory.Mapping.Status;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.Datastore.Nfs;
import org.datastoreguard.vcenter.Datastore.Other;
import org.datastoreguard.vcenter.Datastore.Vmfs;

/**
 * Tells which dataset stands behind a datastore. Pure: everything known about the machines is indexed once, then each
 * datastore costs a few look-ups, however many machines and datasets there are. Immutable, so thread-safe.
 */
public final class DatastoreMatcher {
    private final NfsMatcher nfs;
    private final VmfsMatcher vmfs;

    public DatastoreMatcher(List<KnownNas> machines) {
        nfs = new NfsMatcher(machines);
        vmfs = new VmfsMatcher(machines);
    }

    public Mapping match(Datastore datastore) {
        if (datastore.backing() instanceof Nfs backing) {
            return nfs.match(backing);
        }
        if (datastore.backing() instanceof Vmfs backing) {
            return vmfs.match(backing);
        }
        return Mapping.none(Status.UNMAPPED, whyNot(((Other) datastore.backing()).type()));
    }

    private static String whyNot(String type) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "vsan" -> "A vSAN datastore lies on the hosts' own disks, not on a NAS";
            case "vvol" -> "A vVols datastore is managed by its array; no dataset stands behind it as a whole";
            default -> "A datastore of type " + type + " does not lie on a NAS";
        };
    }

    /** The names of those that have never answered, for a reason; empty when all have. */
    static Optional<String> neverAnswered(List<KnownNas> machines) {
        List<String> silent = machines.stream()
                .filter(nas -> nas.contents() == null)
                .map(KnownNas::name)
                .toList();
        return silent.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", silent));
    }

    /** Marks a mapping on a machine that does not answer at the moment. */
    static Mapping asOf(KnownNas nas, Mapping mapping) {
        return nas.problem() == null ? mapping : mapping.unreachable(nas.name() + " does not answer: " + nas.problem());
    }
}
