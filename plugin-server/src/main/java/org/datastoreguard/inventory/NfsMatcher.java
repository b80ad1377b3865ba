package org.datastoreguard.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.inventory.Mapping.Status;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.nas.MountTable;
import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasContents.Mounted;
import org.datastoreguard.nas.NasContentsReader;
import org.datastoreguard.vcenter.Datastore.Nfs;
import org.datastoreguard.zfs.DatasetType;

/** Matches NFS datastores: the machine by any of its names and addresses, the dataset by the longest mountpoint. */
final class NfsMatcher {
    private final List<KnownNas> machines;
    private final Map<HostName, Set<KnownNas>> byHost = new HashMap<>();
    private final Map<String, MountTable> mounts = new HashMap<>();

    NfsMatcher(List<KnownNas> machines) {
        this.machines = machines;
        for (KnownNas nas : machines) {
            NasContentsReader.knownHosts(nas.system()).forEach(host -> add(host, nas));
            NasContents contents = nas.contents();
            if (contents != null) {
                contents.hosts().forEach(host -> add(host, nas));
                mounts.put(nas.system().id(), new MountTable(contents.filesystems()));
            }
        }
    }

    private void add(HostName host, KnownNas nas) {
        byHost.computeIfAbsent(host, h -> new LinkedHashSet<>()).add(nas);
    }

    /** A dataset and the machine it was found on. */
    private record Place(KnownNas nas, Mounted mounted) {}

    Mapping match(Nfs backing) {
        Set<KnownNas> candidates = new LinkedHashSet<>();
        backing.hosts()
                .forEach(text -> HostName.tryParse(text)
                        .ifPresent(host -> candidates.addAll(byHost.getOrDefault(host, Set.of()))));
        List<Place> places = new ArrayList<>();
        candidates.forEach(nas -> place(nas, backing).ifPresent(places::add));
        if (places.size() > 1) {
            return Mapping.none(Status.AMBIGUOUS, several(backing, places));
        }
        if (places.size() == 1) {
            return mapped(places.get(0));
        }
        return candidates.isEmpty() ? nobody(backing) : notThere(backing, candidates);
    }

    private static Mapping mapped(Place place) {
        return DatastoreMatcher.asOf(
                place.nas(),
                Mapping.mapped(
                        place.nas().system().id(), List.of(place.mounted().dataset()), DatasetType.FILESYSTEM));
    }

    /**
     * A path that only the machine's own root filesystem holds is not taken: far likelier the dataset meant is not
     * mounted, and a snapshot of the system disk would look like protection.
     */
    private Optional<Place> place(KnownNas nas, Nfs backing) {
        NasContents contents = nas.contents();
        MountTable table = mounts.get(nas.system().id());
        if (contents == null || table == null) {
            return Optional.empty();
        }
        Optional<Mounted> direct = holding(table, backing.path());
        boolean belowRoot =
                backing.version().equals("NFS41") && !contents.nfsRoot().equals("/");
        Optional<Mounted> found = belowRoot
                ? holding(table, contents.nfsRoot() + "/" + backing.path()).or(() -> direct)
                : direct;
        return found.map(mounted -> new Place(nas, mounted));
    }

    private static Optional<Mounted> holding(MountTable table, String path) {
        return table.holding(path).filter(mounted -> !mounted.path().equals("/"));
    }

    private static String several(Nfs backing, List<Place> places) {
        return "More than one NAS goes by " + shown(backing) + " and holds " + backing.path() + ": "
                + places.stream()
                        .map(place ->
                                place.mounted().dataset() + " on " + place.nas().name())
                        .collect(Collectors.joining(", "))
                + ". Remove the address from the one that is not meant";
    }

    private Mapping nobody(Nfs backing) {
        return DatastoreMatcher.neverAnswered(machines)
                .map(silent -> Mapping.none(
                        Status.UNREACHABLE,
                        "No NAS is known to go by " + shown(backing) + "; " + silent
                                + " may, but has not answered yet"))
                .orElseGet(() -> Mapping.none(
                        Status.UNMAPPED,
                        "No NAS goes by " + shown(backing)
                                + ". Add the NAS, or add this name or address to the NAS it belongs to"));
    }

    private static Mapping notThere(Nfs backing, Set<KnownNas> candidates) {
        for (KnownNas nas : candidates) {
            if (nas.problem() != null || nas.contents() == null) {
                return Mapping.none(Status.UNREACHABLE, nas.name() + " does not answer: " + nas.problem());
            }
        }
        return Mapping.none(
                Status.UNMAPPED,
                "No mounted dataset holds " + backing.path() + " on "
                        + candidates.stream().map(KnownNas::name).collect(Collectors.joining(", ")));
    }

    private static String shown(Nfs backing) {
        return String.join(" or ", backing.hosts());
    }
}
