package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** A snapshot that somebody wants now. */
@Schema(name = "SnapshotOrder")
public record SnapshotOrderDocument(
        @Schema(description = "Absent: manual- and the moment in UTC, such as manual-2026-11-21_10-05-07Z") @Nullable
        String name,

        @Schema(description = "Whether of all datasets below too; default false") @Nullable
        Boolean recursive,

        @Schema(
                description =
                        "Whether the virtual machines on the datastore are quiesced first; then a run takes it, and"
                                + " the answer is that run. Default false")
        @Nullable
        Boolean vmConsistent,

        @Schema(
                defaultValue = "CONTINUE",
                description = "With vmConsistent: whether a machine that cannot be quiesced is crash-consistent, or no"
                        + " snapshot is taken")
        SnapshotTask.@Nullable OnVmFailure onVmFailure) {

    /** @throws GuardException with all broken rules */
    public void check(List<DatasetName> datasets, FormErrors errors) {
        if (name != null && !datasets.stream().allMatch(dataset -> isName(dataset, name))) {
            errors.add(
                    "name",
                    "must be a name for a ZFS snapshot: letters, digits, space and _ . : -, neither beginning with - nor"
                            + " ending with a space, and with the dataset's name at most 255 characters");
        }
        if (onVmFailure != null && !quiesces()) {
            errors.add("onVmFailure", "goes with vmConsistent");
        }
        errors.throwIfAny();
    }

    public boolean quiesces() {
        return Boolean.TRUE.equals(vmConsistent);
    }

    private static boolean isName(DatasetName dataset, String label) {
        try {
            dataset.snapshot(label);
            return true;
        } catch (GuardException e) {
            return false;
        }
    }
}
