package org.datastoreguard.api.document;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;

/** Reads what a task protects: {@code datastoreId} or {@code source}, exactly one of them. */
final class Sources {
    private Sources() {}

    /** @param datasets null when the request has no {@code source} */
    record Given(
            @Nullable String datastoreId,
            boolean bySource,
            @Nullable String nasSystemId,
            String datasetsField,
            @Nullable List<String> datasets) {}

    static @Nullable Source read(Given given, FormErrors errors) {
        if ((given.datastoreId() == null) != given.bySource()) {
            if (!errors.has("datastoreId") && !errors.has("source")) {
                errors.add("datastoreId", "give either datastoreId or source, not both and not neither");
            }
            return null;
        }
        if (given.datastoreId() != null) {
            String id = TextRules.datastoreId("datastoreId", given.datastoreId(), errors);
            return id == null ? null : new Source.OfDatastore(id);
        }
        return ofDatasets(given, errors);
    }

    private static @Nullable Source ofDatasets(Given given, FormErrors errors) {
        String nas = errors.required("source.nasSystemId", given.nasSystemId());
        List<String> names = errors.required(given.datasetsField(), given.datasets());
        List<DatasetName> datasets = names == null ? List.of() : datasets(given.datasetsField(), names, errors);
        return nas == null || datasets.isEmpty() ? null : new Source.OfDatasets(nas, datasets);
    }

    private static List<DatasetName> datasets(String field, List<String> names, FormErrors errors) {
        List<DatasetName> datasets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String at = field.endsWith("s") ? field + "[" + i + "]" : field;
            DatasetName dataset = TextRules.dataset(at, names.get(i), errors);
            if (dataset != null) {
                refuseOverlap(at, dataset, datasets, errors);
                datasets.add(dataset);
            }
        }
        if (names.isEmpty()) {
            errors.add(field, "must name at least one dataset");
        }
        return datasets;
    }

    private static void refuseOverlap(String field, DatasetName dataset, List<DatasetName> before, FormErrors errors) {
        if (before.contains(dataset)) {
            errors.add(field, "is named twice");
        }
    }
}
