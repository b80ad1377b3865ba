package org.datastoreguard.recovery;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.SnapshotName;
import org.jspecify.annotations.Nullable;

/**
 * What a clone may be called. Pure.
 *
 * @param there all datasets of the machine
 */
record CloneNames(SnapshotName snapshot, Map<DatasetName, DatasetType> there) {
    private static final int MOST_TRIED = 1000;
    private static final String FIELD = "name";

    CloneNames {
        there = Map.copyOf(there);
    }

    /**
     * @param wanted null for one that says what it is a clone of
     * @throws GuardException INVALID_FIELD; NAME_TAKEN
     */
    DatasetName choose(@Nullable String wanted) {
        if (wanted == null) {
            return free();
        }
        if (!DatasetName.isValid(wanted)) {
            throw GuardException.invalid(
                    FIELD,
                    "must be the full name of a ZFS dataset such as tank/copy-of-vm: letters, digits, space and _ - . :"
                            + " between slashes, the pool starting with a letter");
        }
        DatasetName name = new DatasetName(wanted);
        if (!name.pool().equals(snapshot.dataset().pool())) {
            throw GuardException.invalid(
                    FIELD,
                    "must be on the pool " + snapshot.dataset().pool() + ", where the snapshot is, and below it");
        }
        if (there.containsKey(name)) {
            throw new GuardException(ErrorCode.NAME_TAKEN, "There is a dataset " + name + "; choose another name");
        }
        if (name.parent().map(there::get).filter(DatasetType.FILESYSTEM::equals).isEmpty()) {
            throw GuardException.invalid(FIELD, "must be below a filesystem that exists");
        }
        return name;
    }

    /** Beside the original, or below where the original is a whole pool. */
    private DatasetName free() {
        String plain = snapshot.dataset()
                + (snapshot.dataset().parent().isPresent() ? "-clone-" : "/clone-")
                + snapshot.label();
        return IntStream.rangeClosed(1, MOST_TRIED)
                .mapToObj(number -> number == 1 ? plain : plain + "-" + number)
                .filter(DatasetName::isValid)
                .map(DatasetName::new)
                .filter(name -> !there.containsKey(name))
                .findFirst()
                .or(Optional::empty)
                .orElseThrow(() -> GuardException.invalid(
                        FIELD, "is required, since the names that say what it is a clone of are too long or taken"));
    }
}
