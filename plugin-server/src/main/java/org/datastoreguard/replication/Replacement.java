package org.datastoreguard.replication;

import java.util.List;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.SnapshotName;

/**
 * A target that is received anew beside the old one, with all that is below it, and then takes its name. The old one is
 * kept under another name. Nothing is destroyed.
 *
 * @param target what is replaced
 * @param fresh what is received beside it; the same name in every run, so that a later run goes on with it
 * @param there whether the old one is still under its name; it is not when a former run ended between the two renames
 * @param expected what the new one must hold before it takes the name
 * @param complete whether nothing but the plan's steps is missing for that
 */
public record Replacement(
        DatasetName target, DatasetName fresh, boolean there, List<Expected> expected, boolean complete) {
    /** As long as what the old one's name gets. */
    private static final String ASIDE = "-replaced-00000000T000000Z";

    private static final int MAX_NAME = 255;

    public Replacement {
        expected = List.copyOf(expected);
    }

    /** The newest snapshot of a dataset of the new one. */
    public record Expected(SnapshotName name, Guid guid) {}

    /**
     * Why a dataset cannot be received beside itself; ZFS allows 255 characters for a name and all below it.
     *
     * @param suffix what the name of the new one ends with
     */
    static Optional<String> hindrance(DatasetName target, String suffix, List<Dataset> sources, Listing there) {
        if (target.parent().isEmpty()) {
            return Optional.of("a pool cannot be renamed");
        }
        DatasetName top = sources.get(0).name();
        int received = sources.stream()
                .mapToInt(source -> longest(source) - top.value().length())
                .max()
                .orElse(0);
        int kept = there.within(target).stream()
                .mapToInt(Replacement::longest)
                .max()
                .orElse(0);
        return target.value().length() + suffix.length() + received > MAX_NAME || kept + ASIDE.length() > MAX_NAME
                ? Optional.of("names below it would become longer than " + MAX_NAME + " characters")
                : Optional.empty();
    }

    private static int longest(Dataset dataset) {
        return dataset.snapshots().stream()
                .mapToInt(snapshot -> snapshot.name().toString().length())
                .max()
                .orElse(dataset.name().value().length());
    }

    @Override
    public String toString() {
        return "replace " + target + " by " + fresh;
    }
}
