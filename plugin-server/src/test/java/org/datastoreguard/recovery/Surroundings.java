package org.datastoreguard.recovery;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.snapshot.ReplicationNeeds.Need;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VmSnapshots.Power;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/** Everything around a dataset that is to go back, as the test wants it: vCenter, datastores, machines, tasks and runs. */
final class Surroundings {
    static final String VCENTER = "vc1";

    final List<MappedDatastore> datastores = new ArrayList<>();
    final Map<String, String> problems = new HashMap<>();
    final Map<String, List<Vm>> machines = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<ReplicationTask> replications = new ArrayList<>();
    final List<Need> needs = new ArrayList<>();
    final List<String> underWay = new ArrayList<>();
    final Set<String> tasksAskedAbout = new HashSet<>();
    final Map<String, RestoreOrder> orders = new HashMap<>();
    private final VcenterServers vcenters;
    int refreshes;
    Clock clock = Clock.systemUTC();

    @Nullable
    GuardException machinesProblem;

    Surroundings(VcenterServers vcenters) {
        this.vcenters = vcenters;
    }

    /** The only vCenter, which nobody talks to. */
    static VcenterServer vcenter() {
        return new VcenterServer(
                VCENTER, "vcenter one", java.net.URI.create("https://vc.example.org/sdk"), "guard", "AB", null, 1);
    }

    /** A new datastore on these datasets; its id. */
    String datastore(String name, Datastore.Backing backing, String nas, DatasetName... on) {
        DatasetType type = backing instanceof Datastore.Vmfs ? DatasetType.VOLUME : DatasetType.FILESYSTEM;
        return datastore(name, backing, new Mapping(Mapping.Status.MAPPED, null, nas, on[0], type, List.of(on)));
    }

    String datastore(String name, Datastore.Backing backing, Mapping mapping) {
        String id = "urn:vmomi:Datastore:datastore-" + UUID.randomUUID() + ":00000000-0000-0000-0000-000000000001";
        datastores.add(new MappedDatastore(new Datastore(id, VCENTER, name, backing, true, 1000, 400), mapping));
        return id;
    }

    static Datastore.Backing nfs() {
        return new Datastore.Nfs(List.of("10.0.0.5"), "/x", "NFS");
    }

    static Datastore.Backing vmfs() {
        return new Datastore.Vmfs(List.of("naa.1"), false);
    }

    void machine(String datastoreId, String name, Power power) {
        machines.computeIfAbsent(datastoreId, id -> new ArrayList<>())
                .add(new Vm("id-" + name, name, power, false, true));
    }

    private List<Vm> ask(String vcenterId, String datastoreId) {
        asked.add(datastoreId);
        if (machinesProblem != null) {
            throw machinesProblem;
        }
        return machines.getOrDefault(datastoreId, List.of());
    }

    private List<String> underWay(String datastoreId, Set<String> taskIds, @Nullable String exceptRunId) {
        tasksAskedAbout.addAll(taskIds);
        return underWay.stream().filter(run -> !run.equals(exceptRunId)).toList();
    }

    Recovery recovery(NasConnections connections) {
        return new Recovery(new Recovery.Parts(
                new Picture(),
                vcenters,
                this::ask,
                connections,
                List::of,
                () -> replications,
                nas -> needs,
                this::underWay,
                new KeptOrders(),
                clock));
    }

    Judgment judgment() {
        Inventory inventory = new Picture();
        return new Judgment(
                new DatastoresThere(inventory),
                new MachinesThere(inventory, vcenters, this::ask),
                new TasksThere(List::of, () -> replications, new SourceResolver(inventory, vcenters), nas -> needs),
                this::underWay);
    }

    private final class Picture implements Inventory {
        @Override
        public Inventory.Picture picture() {
            return new Inventory.Picture(datastores, Instant.EPOCH, problems);
        }

        @Override
        public Inventory.Picture refresh() {
            refreshes++;
            return picture();
        }

        @Override
        public Optional<MappedDatastore> datastore(String id) {
            return datastores.stream()
                    .filter(found -> found.datastore().id().equals(id))
                    .findFirst();
        }
    }

    private final class KeptOrders implements RestoreOrders {
        @Override
        public void add(RestoreOrder ordered) {
            orders.put(ordered.id(), ordered);
        }

        @Override
        public Optional<RestoreOrder> find(String id) {
            return Optional.ofNullable(orders.get(id));
        }

        @Override
        public int purge(Instant orderedBefore) {
            int before = orders.size();
            orders.values().removeIf(order -> order.orderedAt().isBefore(orderedBefore));
            return before - orders.size();
        }
    }
}
