package org.datastoreguard.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.inventory.Mapping.Status;
import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.vcenter.Datastore.Vmfs;

/** Matches VMFS datastores by the NAA ids of their disks. */
final class VmfsMatcher {
    /** The vendors of the targets that can be read: Linux's (LIO) and TrueNAS's. */
    private static final List<String> OURS = List.of("naa.6001405", "naa.6589cfc");

    private final List<KnownNas> machines;
    private final Map<String, List<Place>> byNaa = new HashMap<>();

    /** A disk and the machine that offers it. */
    private record Place(KnownNas nas, Extent extent) {}

    VmfsMatcher(List<KnownNas> machines) {
        this.machines = machines;
        for (KnownNas nas : machines) {
            NasContents contents = nas.contents();
            if (contents != null) {
                contents.extents()
                        .forEach(extent -> byNaa.computeIfAbsent(extent.naa(), naa -> new ArrayList<>())
                                .add(new Place(nas, extent)));
            }
        }
    }

    Mapping match(Vmfs backing) {
        if (backing.extents().isEmpty()) {
            return Mapping.none(Status.UNMAPPED, "vCenter names no disk for this datastore");
        }
        List<String> unknown = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (String disk : backing.extents()) {
            List<Place> found = byNaa.getOrDefault(disk.toLowerCase(Locale.ROOT), List.of());
            if (machines(found).size() > 1) {
                return Mapping.none(
                        Status.AMBIGUOUS, "More than one NAS offers the disk " + disk + ": " + names(found));
            }
            found.stream().findFirst().ifPresentOrElse(places::add, () -> unknown.add(disk));
        }
        return unknown.isEmpty() ? mapped(places) : notAllKnown(backing, unknown, places);
    }

    /** One snapshot command covers one machine only, so extents on two would be torn apart. */
    private static Mapping mapped(List<Place> places) {
        if (machines(places).size() > 1) {
            return Mapping.none(
                    Status.UNMAPPED,
                    "Its disks lie on more than one NAS (" + names(places)
                            + "), so no snapshot can cover it at one moment");
        }
        KnownNas nas = places.get(0).nas();
        return DatastoreMatcher.asOf(
                nas,
                Mapping.mapped(
                        nas.system().id(),
                        places.stream()
                                .map(place -> place.extent().dataset())
                                .distinct()
                                .toList(),
                        places.get(0).extent().type()));
    }

    private Mapping notAllKnown(Vmfs backing, List<String> unknown, List<Place> known) {
        String disks = String.join(", ", unknown);
        if (Boolean.TRUE.equals(backing.local()) && known.isEmpty()) {
            return Mapping.none(Status.UNMAPPED, "It lies on a host's local disk " + disks + ", not on a NAS");
        }
        boolean couldBeOurs = unknown.stream().allMatch(VmfsMatcher::couldBeOurs);
        String silent = DatastoreMatcher.neverAnswered(machines).orElse("");
        if (couldBeOurs && !silent.isEmpty()) {
            return Mapping.none(
                    Status.UNREACHABLE,
                    "No NAS is known to offer " + disks + "; " + silent + " may, but has not answered yet");
        }
        String rest = known.isEmpty() ? "" : ", though " + names(known) + " offers the rest";
        return Mapping.none(Status.UNMAPPED, "No NAS is known to offer the disk " + disks + rest + unreadable());
    }

    /** Disks may be missing because a machine would not let them be read; then that is the thing to mend. */
    private String unreadable() {
        String problems = machines.stream()
                .filter(nas -> nas.contents() != null)
                .flatMap(nas -> nas.contents().problems().stream().map(problem -> nas.name() + ": " + problem))
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? "" : " (" + problems + ")";
    }

    private static boolean couldBeOurs(String disk) {
        return OURS.stream().anyMatch(disk.toLowerCase(Locale.ROOT)::startsWith);
    }

    private static Set<KnownNas> machines(Collection<Place> places) {
        return places.stream().map(Place::nas).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String names(Collection<Place> places) {
        return machines(places).stream().map(KnownNas::name).collect(Collectors.joining(", "));
    }
}
