package org.datastoreguard.zfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts of {@link ListingScript} printed. One parser for one answer; not thread-safe. */
public final class ListingParser {
    private static final String NONE = "-";
    private static final int DATASET_FIELDS = 9;
    private static final int SNAPSHOT_FIELDS = 3;

    private final Map<DatasetName, Dataset.State> states = new LinkedHashMap<>();
    private final Set<DatasetName> there = new LinkedHashSet<>();
    private final List<String[]> versions = new ArrayList<>();

    private ListingParser() {}

    /**
     * @throws GuardException NAS_ANSWER_UNREADABLE when a line does not have the fields that were asked for, or the code
     *     of what {@code zfs} complained about on stderr; datasets that do not exist are no complaint, they are just not
     *     in the listing
     */
    public static Listing parse(String stdout, String stderr) {
        return parsed(stdout, stderr).listing();
    }

    /**
     * The same where datasets were not asked how they stand: such a one has the state of an empty filesystem, which means
     * nothing.
     */
    public static Listing outline(String stdout, String stderr) {
        ListingParser parser = parsed(stdout, stderr);
        parser.there.forEach(name -> parser.states.putIfAbsent(name, Dataset.State.empty(DatasetType.FILESYSTEM)));
        return parser.listing();
    }

    private static ListingParser parsed(String stdout, String stderr) {
        refuseComplaints(stderr);
        ListingParser parser = new ListingParser();
        String section = "";
        for (String line : stdout.lines().toList()) {
            if (line.startsWith("--")) {
                section = line;
            } else if (!line.isBlank()) {
                parser.read(section, line);
            }
        }
        return parser;
    }

    private static void refuseComplaints(String stderr) {
        List<String> complaints =
                stderr.lines().filter(ListingParser::isComplaint).toList();
        if (!complaints.isEmpty()) {
            String words = String.join("\n", complaints);
            throw GuardException.ofCommand(
                    ZfsErrors.classify(words), "The datasets cannot be listed: " + words, stderr);
        }
    }

    private static boolean isComplaint(String line) {
        boolean missing = line.contains("does not exist") || line.contains("no such pool");
        return !missing && (line.startsWith("cannot ") || line.contains("zfs") || line.contains("sudo"));
    }

    private void read(String section, String line) {
        switch (section) {
            case ListingScript.DATASETS -> readDataset(fields(line, DATASET_FIELDS));
            case ListingScript.SNAPSHOTS -> readThere(fields(line, SNAPSHOT_FIELDS));
            default -> throw unreadable(line);
        }
    }

    private void readThere(String[] fields) {
        int sign = Math.max(fields[0].indexOf('@'), fields[0].indexOf('#'));
        there.add(new DatasetName(sign < 0 ? fields[0] : fields[0].substring(0, sign)));
        if (sign >= 0) {
            versions.add(fields);
        }
    }

    private void readDataset(String[] fields) {
        DatasetName name = new DatasetName(fields[0]);
        DatasetType type = fields[1].equals("volume") ? DatasetType.VOLUME : DatasetType.FILESYSTEM;
        String encryption = fields[3];
        states.put(
                name,
                new Dataset.State(
                        type,
                        orNull(fields[2]),
                        !encryption.equals("off") && !encryption.equals(NONE),
                        !fields[4].equals("unavailable"),
                        number(fields[5]),
                        number(fields[6]),
                        orNull(fields[7]),
                        orNull(fields[8])));
    }

    private Listing listing() {
        Map<DatasetName, List<Snapshot>> snapshots = new HashMap<>();
        Map<DatasetName, List<Bookmark>> bookmarks = new HashMap<>();
        for (String[] fields : versions) {
            int hash = fields[0].indexOf('#');
            if (hash >= 0) {
                DatasetName dataset = new DatasetName(fields[0].substring(0, hash));
                bookmarks
                        .computeIfAbsent(dataset, d -> new ArrayList<>())
                        .add(bookmark(dataset, fields[0].substring(hash + 1), fields));
            } else {
                SnapshotName name = SnapshotName.parse(fields[0]);
                snapshots
                        .computeIfAbsent(name.dataset(), d -> new ArrayList<>())
                        .add(snapshot(name, fields));
            }
        }
        List<Dataset> datasets = new ArrayList<>();
        states.forEach((name, state) -> datasets.add(new Dataset(
                name, state, snapshots.getOrDefault(name, List.of()), bookmarks.getOrDefault(name, List.of()))));
        return new Listing(datasets);
    }

    private static Bookmark bookmark(DatasetName dataset, String label, String[] fields) {
        return new Bookmark(dataset, label, Guid.parse(fields[1]), number(fields[2]));
    }

    private static Snapshot snapshot(SnapshotName name, String[] fields) {
        return new Snapshot(name, Guid.parse(fields[1]), number(fields[2]), null);
    }

    private static String[] fields(String line, int atLeast) {
        String[] fields = line.split("\t", -1);
        if (fields.length < atLeast) {
            throw unreadable(line);
        }
        return fields;
    }

    private static @Nullable String orNull(String field) {
        return field.equals(NONE) || field.isEmpty() ? null : field;
    }

    private static long number(String field) {
        try {
            return field.equals(NONE) ? 0 : Long.parseUnsignedLong(field);
        } catch (NumberFormatException e) {
            throw unreadable(field);
        }
    }

    private static GuardException unreadable(String line) {
        return new GuardException(
                ErrorCode.NAS_ANSWER_UNREADABLE, "A line of the NAS's answer cannot be read: " + Names.quoted(line));
    }
}
