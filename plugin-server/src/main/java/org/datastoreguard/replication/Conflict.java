package org.datastoreguard.replication;

import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Snapshot;

/**
 * Why a dataset cannot be replicated without somebody deciding first; carries what is needed to decide. Nothing has been
 * sent or destroyed when one is reported (design/engine.md, rule 4).
 */
public sealed interface Conflict {
    ErrorCode code();

    /** For people: what is the matter and what can be done. */
    String message();

    /** Whether a target that is received anew is free of it. */
    default boolean endsWithANewTarget() {
        return false;
    }

    /** What a person may choose without losing anything unawares; empty when the cause has to be mended first. */
    default List<Choice> choices() {
        return endsWithANewTarget() ? List.of(Choice.REPLACE, Choice.OTHER_TARGET) : List.of();
    }

    /** A way out of a conflict. */
    enum Choice {
        /** {@code onDivergence: ROLL_BACK}. */
        ROLL_BACK,
        /** {@code fromScratch: REPLACE}. */
        REPLACE,
        OTHER_TARGET;

        private static final List<Choice> OF_DIVERGENCE = List.of(ROLL_BACK, OTHER_TARGET);
    }

    /** What only the source has, or all it has where nothing is common; oldest first. */
    default List<Snapshot> onSource() {
        return List.of();
    }

    /** What only the target has, likewise. */
    default List<Snapshot> onTarget() {
        return List.of();
    }

    record SourceMissing(DatasetName source) implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.SOURCE_DATASET_MISSING;
        }

        @Override
        public String message() {
            return source + " does not exist on the source";
        }
    }

    record NothingToSend(DatasetName source, int others) implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.SOURCE_HAS_NO_SNAPSHOT;
        }

        @Override
        public String message() {
            return source + " has no snapshot that this task sends"
                    + (others == 0 ? "" : " (" + others + " others are not selected)");
        }
    }

    record TypeMismatch(DatasetName source, DatasetType sourceType, DatasetName target, DatasetType targetType)
            implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_TYPE_MISMATCH;
        }

        @Override
        public boolean endsWithANewTarget() {
            return true;
        }

        @Override
        public String message() {
            return source + " is a " + word(sourceType) + ", but " + target + " is a " + word(targetType)
                    + "; choose another target";
        }

        private static String word(DatasetType type) {
            return type == DatasetType.VOLUME ? "volume" : "filesystem";
        }
    }

    /** @param base the newest snapshot both sides have */
    record Diverged(
            DatasetName source, DatasetName target, String base, List<Snapshot> onSource, List<Snapshot> onTarget)
            implements Conflict {
        public Diverged {
            onSource = List.copyOf(onSource);
            onTarget = List.copyOf(onTarget);
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_DIVERGED;
        }

        @Override
        public List<Choice> choices() {
            return Choice.OF_DIVERGENCE;
        }

        @Override
        public String message() {
            return target + " has snapshots newer than " + base + ", the newest it shares with " + source + ": "
                    + Labels.of(onTarget)
                    + ". Roll the target back to it, or keep those snapshots and choose another target";
        }
    }

    /** @param bytes how much was changed since the newest snapshot */
    record TargetModified(DatasetName source, DatasetName target, String base, long bytes) implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_DIVERGED;
        }

        @Override
        public List<Choice> choices() {
            return Choice.OF_DIVERGENCE;
        }

        @Override
        public String message() {
            return target + " was changed (" + bytes + " bytes) since its newest snapshot " + base
                    + ". Roll the target back to it, or choose another target";
        }
    }

    record NoCommonSnapshot(DatasetName source, DatasetName target, List<Snapshot> onSource, List<Snapshot> onTarget)
            implements Conflict {
        public NoCommonSnapshot {
            onSource = List.copyOf(onSource);
            onTarget = List.copyOf(onTarget);
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT;
        }

        @Override
        public boolean endsWithANewTarget() {
            return true;
        }

        @Override
        public String message() {
            return source + " (" + Labels.of(onSource) + ") and " + target + " (" + Labels.of(onTarget)
                    + ") have no snapshot in common; equal names are not enough. Choose another target";
        }
    }

    /** @param bytes what it holds, with everything below it */
    record TargetWithoutSnapshot(DatasetName source, DatasetName target, long bytes) implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_HAS_DATA;
        }

        @Override
        public boolean endsWithANewTarget() {
            return true;
        }

        @Override
        public String message() {
            return target + " exists already (" + bytes + " bytes) and has no snapshot, so " + source
                    + " cannot be received into it. If it is empty, delete it with zfs destroy, without -r, so that it"
                    + " refuses when something is below; else choose a name that does not exist yet";
        }
    }

    /**
     * @param why in full, since each way of not agreeing has its own remedy
     * @param endsWithANewTarget when it is about how the target came to be, and not about a key that is missing now
     */
    record EncryptionMismatch(DatasetName source, DatasetName target, String why, boolean endsWithANewTarget)
            implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_ENCRYPTION_MISMATCH;
        }

        @Override
        public String message() {
            return source + " → " + target + ": " + why;
        }
    }

    record ParentMissing(DatasetName source, DatasetName target) implements Conflict {
        @Override
        public ErrorCode code() {
            return ErrorCode.TARGET_PARENT_MISSING;
        }

        @Override
        public String message() {
            return "There is no pool " + target.pool() + " on the target for " + target;
        }
    }

    /** Its parent cannot be received, so there is nothing below which it could be. */
    record BelowConflict(DatasetName source, DatasetName target, Conflict parent) implements Conflict {
        @Override
        public ErrorCode code() {
            return parent.code();
        }

        @Override
        public String message() {
            return source + " has to wait, since the parent of " + target + " on the target cannot be made";
        }
    }

    /** The task allows to replace the target, but that cannot be done. */
    record NotReplaceable(DatasetName source, DatasetName target, Conflict conflict, String why) implements Conflict {
        @Override
        public ErrorCode code() {
            return conflict.code();
        }

        @Override
        public String message() {
            return conflict.message() + ". It cannot be replaced: " + why;
        }
    }
}
