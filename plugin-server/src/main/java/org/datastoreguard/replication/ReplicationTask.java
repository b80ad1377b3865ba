package org.datastoreguard.replication;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.schedule.CronFields;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/**
 * A replication task, as design/api.md names its fields.
 *
 * @param snapshotTaskIds the snapshot tasks whose snapshots it sends, and after which it starts
 * @param remote the other machine; what it needs to be reached from the source in direct mode
 * @param remoteDataset the dataset on the remote side that receives
 * @param limitKBps 1024 bytes a second on the wire; 0 for unlimited
 * @param window null for all day; gates the start of a run only
 * @param schedule own cron, for {@link Trigger#SCHEDULE}
 * @param stallTimeout how long a transfer may stand still
 * @param allowedLag how old what the target holds may be before people are told; null when nobody minds
 * @param version for optimistic locking, starts at 1
 */
public record ReplicationTask(
        String id,
        String name,
        Source source,
        List<String> snapshotTaskIds,
        IncludeSnapshots includeSnapshots,
        List<String> namingSchemas,
        Direction direction,
        Transport transport,
        Remote remote,
        DatasetName remoteDataset,
        boolean recursive,
        List<String> exclude,
        boolean deleteStaleSnapshots,
        Compression compression,
        long limitKBps,
        @Nullable Window window,
        ZoneId timeZone,
        boolean pauseAtEnd,
        Trigger trigger,
        @Nullable CronFields schedule,
        Cipher cipher,
        boolean includeProperties,
        Map<String, String> propertyOverrides,
        List<String> propertyExcludes,
        Raw raw,
        OnDivergence onDivergence,
        FromScratch fromScratch,
        TargetRetention targetRetention,
        boolean holdPending,
        int retries,
        Duration stallTimeout,
        boolean catchUp,
        @Nullable Duration allowedLag,
        boolean enabled,
        long version) {
    public ReplicationTask {
        snapshotTaskIds = List.copyOf(snapshotTaskIds);
        namingSchemas = List.copyOf(namingSchemas);
        exclude = List.copyOf(exclude);
        propertyOverrides = Map.copyOf(propertyOverrides);
        propertyExcludes = List.copyOf(propertyExcludes);
    }

    /** Which snapshots are sent: those this product took, those a naming schema matches, or all. */
    public enum IncludeSnapshots {
        OWN,
        NAMING_SCHEMAS,
        ALL
    }

    public enum Direction {
        PUSH,
        PULL
    }

    public enum Transport {
        DIRECT,
        RELAY,
        LOCAL
    }

    public enum Compression {
        OFF,
        LZ4,
        PIGZ,
        PLZIP,
        ZSTD
    }

    public enum Trigger {
        AFTER_SNAPSHOT,
        SCHEDULE,
        MANUAL
    }

    public enum Cipher {
        STANDARD,
        FAST
    }

    public enum Raw {
        AUTO,
        ALWAYS,
        NEVER
    }

    public enum OnDivergence {
        FAIL,
        ROLL_BACK
    }

    public enum FromScratch {
        REFUSE,
        REPLACE
    }

    /** @param lifetime for {@link Policy#CUSTOM} only */
    public record TargetRetention(Policy policy, @Nullable Lifetime lifetime) {
        public enum Policy {
            SOURCE,
            CUSTOM,
            NONE
        }
    }

    /**
     * The receiving machine.
     *
     * @param nasSystemId the system as this server knows it
     * @param hostname how the source reaches it, where that differs from how this server does; null for the same
     * @param port likewise
     */
    public record Remote(
            String nasSystemId,
            @Nullable String hostname,
            @Nullable Integer port) {}
}
