package org.datastoreguard.zfs;

import java.util.Set;
import java.util.TreeSet;

/** The features a pool has switched on, which decide what it can receive. */
public record PoolFeatures(Set<String> enabled) {
    /** Prints one {@code property<TAB>value} line for each feature of pool {@code $1}. */
    public static final String SCRIPT = "zpool get -Hp -o property,value all \"$1\"";

    private static final String PREFIX = "feature@";

    public PoolFeatures {
        enabled = Set.copyOf(enabled);
    }

    public static PoolFeatures parse(String output) {
        Set<String> enabled = new TreeSet<>();
        output.lines().filter(line -> line.startsWith(PREFIX)).forEach(line -> {
            String[] fields = line.split("\t", -1);
            if (fields.length > 1 && !fields[1].equals("disabled")) {
                enabled.add(fields[0].substring(PREFIX.length()));
            }
        });
        return new PoolFeatures(enabled);
    }

    /**
     * What this pool can receive without converting anything. A pool that does not tell its features, for want of a right,
     * is taken to have them all: the choice is for ever, and {@code zfs recv} says so clearly where one is missing.
     */
    public StreamFlags receivable() {
        if (enabled.isEmpty()) {
            return StreamFlags.BEST;
        }
        return new StreamFlags(
                enabled.contains("large_blocks"),
                enabled.contains("lz4_compress"),
                enabled.contains("embedded_data"),
                false);
    }
}
