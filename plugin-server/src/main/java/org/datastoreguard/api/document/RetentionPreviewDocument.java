package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.datastoreguard.snapshot.RetentionPlan;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** What the next run of a snapshot task would delete. Holds and clones are found only then, and keep a snapshot too. */
@Schema(name = "RetentionPreview")
public record RetentionPreviewDocument(
        @Schema(description = "Datasets that have a snapshot which has outlived its lifetime, by name")
        List<OfDataset> datasets,

        @Schema(description = "How many snapshots would be deleted in all")
        int deletions,

        @Schema(
                description =
                        "Why nothing at all would be deleted, since the clocks cannot be right; absent when they can")
        @Nullable
        String doubt) {

    /** One dataset's snapshots that have outlived their lifetime. */
    @Schema(name = "RetentionOfDataset")
    public record OfDataset(
            String dataset,

            @Schema(description = "Labels of the snapshots that would be deleted, oldest first")
            List<String> delete,

            @Schema(description = "Those that stay nevertheless")
            List<Kept> keep) {}

    /** One that stays. */
    @Schema(name = "RetentionKept")
    public record Kept(String snapshot, String reason) {}

    public static RetentionPreviewDocument of(RetentionPlan plan) {
        Map<DatasetName, OfDataset> datasets = new TreeMap<>();
        plan.delete()
                .forEach(snapshot ->
                        of(snapshot.name().dataset(), datasets).delete().add(snapshot.label()));
        plan.spared()
                .forEach(spared -> of(spared.snapshot().name().dataset(), datasets)
                        .keep()
                        .add(new Kept(spared.snapshot().label(), spared.reason())));
        return new RetentionPreviewDocument(
                List.copyOf(datasets.values()), plan.delete().size(), plan.doubt());
    }

    private static OfDataset of(DatasetName dataset, Map<DatasetName, OfDataset> datasets) {
        return datasets.computeIfAbsent(
                dataset, name -> new OfDataset(name.value(), new ArrayList<>(), new ArrayList<>()));
    }
}
