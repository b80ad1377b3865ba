package org.datastoreguard.zfs;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one machine answered about its datasets, snapshots and bookmarks, at one moment. Immutable. */
public final class Listing {
    public static final Listing EMPTY = new Listing(java.util.List.of());

    private final TreeMap<DatasetName, Dataset> datasets = new TreeMap<>();

    public Listing(Collection<Dataset> datasets) {
        datasets.forEach(dataset -> this.datasets.put(dataset.name(), dataset));
    }

    public Optional<Dataset> find(DatasetName name) {
        return Optional.ofNullable(datasets.get(name));
    }

    /** The dataset and all below it that were listed, a parent always before its children. */
    public Collection<Dataset> within(DatasetName root) {
        return datasets.values().stream()
                .filter(dataset -> root.contains(dataset.name()))
                .toList();
    }

    /** By name, a parent always before its children. */
    public Map<DatasetName, Dataset> byName() {
        return java.util.Collections.unmodifiableMap(datasets);
    }

    @Override
    public String toString() {
        return datasets.values().toString();
    }
}
