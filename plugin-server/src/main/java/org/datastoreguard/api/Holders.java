package org.datastoreguard.api;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters;

/** Hosts and clusters, as far as they have datastores. Asks the vCenter each time. Thread-safe. */
public final class Holders {
    private static final Set<String> TYPES = Set.of("HostSystem", "ClusterComputeResource");

    private final Inventory inventory;
    private final VcenterServers servers;
    private final Vcenters vcenters;

    public Holders(Inventory inventory, VcenterServers servers, Vcenters vcenters) {
        this.inventory = inventory;
        this.servers = servers;
        this.vcenters = vcenters;
    }

    static boolean isOne(ObjectId id) {
        return TYPES.contains(id.type());
    }

    /** @throws GuardException INVALID_FIELD on that field when it is the id of something else */
    static ObjectId parse(String field, String text) {
        return ObjectId.find(text)
                .filter(Holders::isOne)
                .orElseThrow(() -> GuardException.invalid(
                        field, "must be the vSphere object id of a HostSystem or a ClusterComputeResource"));
    }

    /** What it has mounted of that; nothing where its vCenter is not known, or the object is not there. */
    List<MappedDatastore> datastores(ObjectId holder, Collection<MappedDatastore> of) {
        Set<String> mounted = servers.all().stream()
                .filter(server -> Objects.equals(server.instanceUuid(), holder.instanceUuid()))
                .flatMap(server -> vcenters.datastoresOf(server.id(), holder).stream())
                .collect(Collectors.toSet());
        return of.stream()
                .filter(found -> mounted.contains(found.datastore().id()))
                .toList();
    }

    List<MappedDatastore> datastores(ObjectId holder) {
        return datastores(holder, inventory.picture().datastores());
    }
}
