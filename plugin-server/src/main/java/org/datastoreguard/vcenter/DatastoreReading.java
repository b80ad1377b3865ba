package org.datastoreguard.vcenter;

import com.vmware.vim25.DatastoreInfo;
import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.HostNasVolume;
import com.vmware.vim25.HostScsiDiskPartition;
import com.vmware.vim25.HostVmfsVolume;
import com.vmware.vim25.NasDatastoreInfo;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.VmfsDatastoreInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.Datastore.Backing;
import org.jspecify.annotations.Nullable;

/**
 * Turns one datastore's properties into a {@link Datastore}. Pure. A property that the vCenter did not give (not set, or
 * the account may not read it) leaves the rest as it is.
 */
final class DatastoreReading {
    /** A property that had a value and has none any more. */
    static final Object NOT_SET = new Object();

    private final String vcenterId;
    private final String instanceUuid;

    DatastoreReading(String vcenterId, String instanceUuid) {
        this.vcenterId = vcenterId;
        this.instanceUuid = instanceUuid;
    }

    Datastore read(ObjectContent content) {
        return read(content.getObj().getVal(), properties(content));
    }

    /** @param properties by their paths; what the vCenter did not give is absent or {@link #NOT_SET} */
    Datastore read(String moid, Map<String, Object> properties) {
        DatastoreInfo info = get(properties, "info", DatastoreInfo.class).orElse(null);
        String type = get(properties, "summary.type", String.class).orElse("");
        return new Datastore(
                "urn:vmomi:Datastore:" + moid + ":" + instanceUuid,
                vcenterId,
                get(properties, "name", String.class).orElse(moid),
                backing(type, info),
                get(properties, "summary.accessible", Boolean.class).orElse(false),
                get(properties, "summary.capacity", Long.class).orElse(0L),
                get(properties, "summary.freeSpace", Long.class).orElse(0L));
    }

    /** The datastore with those properties that changed; {@code summary.type} is among them in any case. */
    Datastore changed(Datastore known, String moid, Map<String, Object> properties) {
        Datastore fresh = read(moid, properties);
        return new Datastore(
                known.id(),
                known.vcenterId(),
                properties.containsKey("name") ? fresh.name() : known.name(),
                properties.containsKey("info") ? fresh.backing() : known.backing(),
                properties.containsKey("summary.accessible") ? fresh.accessible() : known.accessible(),
                properties.containsKey("summary.capacity") ? fresh.capacity() : known.capacity(),
                properties.containsKey("summary.freeSpace") ? fresh.free() : known.free());
    }

    private static Map<String, Object> properties(ObjectContent content) {
        Map<String, Object> properties = new HashMap<>();
        if (content.getPropSet() != null) {
            for (DynamicProperty property : content.getPropSet()) {
                if (property.getName() != null && property.getVal() != null) {
                    properties.put(property.getName(), property.getVal());
                }
            }
        }
        return properties;
    }

    private static <T> Optional<T> get(Map<String, Object> properties, String name, Class<T> type) {
        return Optional.ofNullable(properties.get(name))
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static Backing backing(String type, @Nullable DatastoreInfo info) {
        if (info instanceof NasDatastoreInfo nas) {
            return nfs(type, nas.getNas());
        } else if (info instanceof VmfsDatastoreInfo vmfs) {
            return vmfs(vmfs.getVmfs());
        } else if (type.startsWith("NFS")) {
            return withoutServer(type);
        }
        return type.equals("VMFS") ? vmfs(null) : new Datastore.Other(type.isEmpty() ? "unknown" : type);
    }

    private static Backing nfs(String type, @Nullable HostNasVolume volume) {
        List<String> hosts = volume == null ? List.of() : hosts(volume);
        if (volume == null || hosts.isEmpty() || volume.getRemotePath() == null) {
            return withoutServer(type);
        }
        String version = type.isEmpty() ? String.valueOf(volume.getType()) : type;
        return new Datastore.Nfs(hosts, volume.getRemotePath(), version.startsWith("NFS41") ? "NFS41" : "NFS");
    }

    /** {@code remoteHost} of an NFS 4.1 datastore may hold several addresses itself, joined by commas. */
    private static List<String> hosts(HostNasVolume volume) {
        return Stream.concat(
                        Stream.ofNullable(volume.getRemoteHost()),
                        Stream.ofNullable(volume.getRemoteHostNames()).flatMap(Arrays::stream))
                .flatMap(host -> Arrays.stream(host.split(",")))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .distinct()
                .toList();
    }

    /** Nothing to match by; the type then says so to the person who wonders why the datastore is unmapped. */
    private static Backing withoutServer(String type) {
        return new Datastore.Other((type.isEmpty() ? "NFS" : type) + ", its server not shown by vCenter");
    }

    private static Backing vmfs(@Nullable HostVmfsVolume volume) {
        if (volume == null) {
            return new Datastore.Vmfs(List.of(), null);
        }
        List<String> extents = Stream.ofNullable(volume.getExtent())
                .flatMap(Arrays::stream)
                .map(HostScsiDiskPartition::getDiskName)
                .filter(Objects::nonNull)
                .toList();
        return new Datastore.Vmfs(extents, volume.getLocal());
    }
}
