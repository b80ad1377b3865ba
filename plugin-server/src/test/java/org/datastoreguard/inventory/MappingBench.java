package org.datastoreguard.inventory;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.datastoreguard.nas.HostName;
import org.datastoreguard.nas.NasContents;
import org.datastoreguard.nas.NasContents.Extent;
import org.datastoreguard.nas.NasContents.Mounted;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.Datastore.Backing;
import org.datastoreguard.vcenter.Datastore.Nfs;
import org.datastoreguard.vcenter.Datastore.Vmfs;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/** Prints the CPU seconds that mapping 2,000 datastores to 5,000 datasets on ten machines takes in a fresh JVM. */
final class MappingBench {
    private static final int MACHINES = 10;
    private static final int OF_EACH_KIND = 250;
    private static final int DATASTORES = 2_000;

    private MappingBench() {}

    public static void main(String[] args) {
        Landscape landscape = landscape();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        DatastoreMatcher matcher = new DatastoreMatcher(landscape.machines());
        long mapped = landscape.datastores().values().stream()
                .filter(datastore -> matcher.match(datastore).status() == Mapping.Status.MAPPED)
                .count();
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        if (mapped != DATASTORES) {
            throw new IllegalStateException("only " + mapped + " of " + DATASTORES + " were mapped");
        }
        System.out.printf("%.3f%n", nanos / 1e9);
    }

    /** @param datastores by the dataset that stands behind each */
    record Landscape(List<KnownNas> machines, Map<String, Datastore> datastores) {}

    /** Every machine has datasets of its own names, half of them filesystems, half of them volumes. */
    static Landscape landscape() {
        List<KnownNas> machines = new ArrayList<>();
        Map<String, Datastore> datastores = new LinkedHashMap<>();
        for (int n = 0; n < MACHINES; n++) {
            int machine = n;
            List<Mounted> filesystems = IntStream.range(0, OF_EACH_KIND)
                    .mapToObj(i -> new Mounted(filesystem(machine, i), "/" + filesystem(machine, i)))
                    .toList();
            List<Extent> extents = IntStream.range(0, OF_EACH_KIND)
                    .mapToObj(i -> new Extent(naa(machine, i), volume(machine, i), DatasetType.VOLUME))
                    .toList();
            machines.add(new KnownNas(
                    new NasSystem("nas" + n, "nas" + n, "10.1.0." + n, 22, "guard", false, null, "key", List.of(), 1),
                    new NasContents(List.of(new HostName(host(n))), filesystems, extents, "/", List.of()),
                    null));
            for (int i = 0; i < DATASTORES / MACHINES / 2; i++) {
                datastores.put(
                        filesystem(n, i).value(),
                        datastore(new Nfs(
                                List.of(host(n).toUpperCase(Locale.ROOT) + "."), "/" + filesystem(n, i), "NFS")));
                datastores.put(volume(n, i).value(), datastore(new Vmfs(List.of(naa(n, i)), false)));
            }
        }
        return new Landscape(machines, datastores);
    }

    private static String host(int machine) {
        return "big" + machine + ".example.com";
    }

    private static DatasetName filesystem(int machine, int i) {
        return new DatasetName("tank" + machine + "/vm/d" + i);
    }

    private static DatasetName volume(int machine, int i) {
        return new DatasetName("tank" + machine + "/luns/l" + i);
    }

    private static String naa(int machine, int i) {
        return "naa.6001405%04x%04x".formatted(machine, i);
    }

    private static Datastore datastore(Backing backing) {
        return new Datastore("urn:vmomi:Datastore:datastore-1:guid", "vc", "ds", backing, true, 1, 1);
    }
}
