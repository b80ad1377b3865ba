package org.datastoreguard.inventory;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source.OfDatasets;
import org.datastoreguard.inventory.Source.OfDatastore;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.zfs.DatasetName;

/** Finds the machine and the datasets that a task means, at the moment it runs. Thread-safe. */
public final class SourceResolver {
    private final Inventory inventory;
    private final VcenterServers vcenters;

    public SourceResolver(Inventory inventory, VcenterServers vcenters) {
        this.inventory = inventory;
        this.vcenters = vcenters;
    }

    /** @param datasets at least one */
    public record Resolved(String nasSystemId, List<DatasetName> datasets) {
        public Resolved {
            datasets = List.copyOf(datasets);
        }
    }

    /**
     * A datastore on a NAS that does not answer is resolved to its last known place: whoever talks to the NAS then
     * learns the true reason, and may try again.
     *
     * @throws GuardException DATASTORE_UNMAPPED with the reason; NAS_UNREACHABLE or VCENTER_UNREACHABLE, both
     *     temporary, while its place is not known because a machine has not answered yet
     */
    public Resolved resolve(Source source) {
        if (source instanceof OfDatasets named) {
            return new Resolved(named.nasSystemId(), named.datasets());
        }
        String id = ((OfDatastore) source).datastoreId();
        MappedDatastore datastore = inventory.datastore(id).orElseThrow(() -> unknown(id));
        Mapping mapping = datastore.mapping();
        if (mapping.nasSystemId() != null && !mapping.datasets().isEmpty()) {
            return new Resolved(mapping.nasSystemId(), mapping.datasets());
        }
        throw new GuardException(
                mapping.status() == Mapping.Status.UNREACHABLE
                        ? ErrorCode.NAS_UNREACHABLE
                        : ErrorCode.DATASTORE_UNMAPPED,
                "Datastore " + datastore.datastore().name() + ": " + mapping.reason());
    }

    /** What a task protects as the vCenter describes it; empty when it names datasets outright, or none is known. */
    public Optional<Datastore> datastore(Source source) {
        return source instanceof OfDatastore of
                ? inventory.datastore(of.datastoreId()).map(MappedDatastore::datastore)
                : Optional.empty();
    }

    private GuardException unknown(String datastoreId) {
        for (VcenterServer vcenter : vcenters.all()) {
            String problem = inventory.picture().problems().get(vcenter.id());
            boolean mayKnowIt = vcenter.instanceUuid() == null || datastoreId.endsWith(":" + vcenter.instanceUuid());
            if (problem != null && mayKnowIt) {
                return new GuardException(
                        ErrorCode.VCENTER_UNREACHABLE,
                        "Datastore " + datastoreId + " is not known yet, and vCenter " + vcenter.name()
                                + " does not answer: " + problem);
            }
        }
        return new GuardException(ErrorCode.DATASTORE_UNMAPPED, "No vCenter lists a datastore " + datastoreId);
    }
}
