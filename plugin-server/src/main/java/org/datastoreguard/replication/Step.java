package org.datastoreguard.replication;

import java.util.List;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;

/** One thing to do on the way to an equal target; steps are done in the order of their plan. */
public sealed interface Step {
    /** The dataset of the target it changes. */
    DatasetName target();

    /** Creates an empty, never mounted dataset, so that something can be received below it. */
    record CreateParent(DatasetName target) implements Step {
        @Override
        public String toString() {
            return "create " + target;
        }
    }

    /** Drops what an interrupted receive left behind, because it cannot be continued. Whole snapshots are not touched. */
    record AbortPartial(DatasetName target) implements Step {
        @Override
        public String toString() {
            return "abort " + target;
        }
    }

    /**
     * Sends snapshots of one dataset by one {@code zfs send}.
     *
     * @param base what the target already has; null for a full stream
     * @param snapshots what arrives, oldest first; after a full stream or a single increment exactly one
     * @param flags how it is put into the stream; for a full stream what is wished, as far as the target's pool can hold it
     * @param resume what to continue; null to begin anew
     */
    record Send(
            DatasetName source,
            DatasetName target,
            DatasetType type,
            @Nullable Base base,
            List<Snapshot> snapshots,
            StreamFlags flags,
            @Nullable ResumeToken resume)
            implements Step {
        public Send {
            snapshots = List.copyOf(snapshots);
        }

        public Snapshot to() {
            return snapshots.get(snapshots.size() - 1);
        }

        /** Whether the target dataset comes into being by this step. */
        public boolean creates() {
            return base == null;
        }

        @Override
        public String toString() {
            String verb = resume != null ? "resume " : base == null ? "full " : "";
            String from = base == null ? "" : base + (snapshots.size() > 1 ? ".." : "-");
            return verb + source + " " + from + "@" + to().label();
        }
    }

    /**
     * The snapshot an increment stands on.
     *
     * @param name full name on the source, {@code dataset@label} or {@code dataset#label}
     * @param bookmark whether only a bookmark of it is left on the source
     */
    record Base(String name, Guid guid, long createtxg, boolean bookmark) {
        @Override
        public String toString() {
            return name.substring(Math.max(name.indexOf('@'), name.indexOf('#')));
        }
    }
}
