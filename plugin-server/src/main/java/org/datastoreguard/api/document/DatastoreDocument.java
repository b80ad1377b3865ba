package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.inventory.MappedDatastore;
import org.datastoreguard.inventory.Mapping;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/** A datastore, what stands behind it, and how it is protected. */
@Schema(name = "Datastore")
public record DatastoreDocument(
        @Schema(example = "urn:vmomi:Datastore:datastore-11:GUID")
        String id,

        String vcenterId,
        String name,
        BackingDocument backing,
        boolean accessible,
        long capacity,
        long free,
        MappingDocument mapping,
        ProtectionDocument protection) {

    /** What stands behind it in vCenter's words. */
    @Schema(name = "Backing")
    public record BackingDocument(
            @Schema(example = "NFS41") String type,
            @Nullable List<String> hosts,
            @Nullable String path,
            @Nullable List<String> extents) {
        static BackingDocument of(Datastore.Backing backing) {
            if (backing instanceof Datastore.Nfs nfs) {
                return new BackingDocument(nfs.version(), nfs.hosts(), nfs.path(), null);
            }
            if (backing instanceof Datastore.Vmfs vmfs) {
                return new BackingDocument("VMFS", null, null, vmfs.extents());
            }
            return new BackingDocument(((Datastore.Other) backing).type(), null, null, null);
        }
    }

    /** Which dataset stands behind it, or why none is known. */
    @Schema(name = "Mapping")
    public record MappingDocument(
            Mapping.Status status,

            @Schema(description = "For people; absent only when MAPPED") @Nullable
            String reason,

            @Nullable String nasSystemId,
            @Nullable String dataset,
            @Nullable DatasetType datasetType,

            @Schema(description = "More than one when the datastore spans several extents")
            List<String> datasets) {
        static MappingDocument of(Mapping mapping) {
            return new MappingDocument(
                    mapping.status(),
                    mapping.reason(),
                    mapping.nasSystemId(),
                    mapping.dataset() == null ? null : mapping.dataset().value(),
                    mapping.datasetType(),
                    mapping.datasets().stream().map(DatasetName::value).toList());
        }
    }

    public static DatastoreDocument of(MappedDatastore mapped, ProtectionDocument protection) {
        Datastore datastore = mapped.datastore();
        return new DatastoreDocument(
                datastore.id(),
                datastore.vcenterId(),
                datastore.name(),
                BackingDocument.of(datastore.backing()),
                datastore.accessible(),
                datastore.capacity(),
                datastore.free(),
                MappingDocument.of(mapped.mapping()),
                protection);
    }
}
