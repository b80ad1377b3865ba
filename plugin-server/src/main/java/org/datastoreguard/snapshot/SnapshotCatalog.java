package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.ListingParser;
import org.datastoreguard.zfs.ListingScript;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of some datasets of one machine. All of them are listed by name, guid and createtxg only, which OpenZFS
 * answers without opening each; the rest is asked of those that somebody looks at. Changes nothing. Thread-safe.
 */
public final class SnapshotCatalog {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String NAME = "datastore-guard:catalog";
    private static final String SNAPSHOTS = "--snapshots";
    private static final int SNAPSHOT_FIELDS = 6;

    /** Without its stdin, which sudo would read empty, the lines that are left with it. */
    private static final String DETAILS = inBatches("""
            echo --snapshots
            zfs list -Hp -t snapshot -o name,guid,creation,used,referenced,userrefs "$@" </dev/null
            echo --tasks
            zfs get -Hp -s local,received -o name,value org.datastoreguard:task "$@" </dev/null
            """);

    private static final String HOLDS = inBatches("zfs holds -H \"$@\" </dev/null\n");

    private final Nas nas;
    private final List<DatasetName> datasets;

    public SnapshotCatalog(Nas nas, List<DatasetName> datasets) {
        this.nas = nas;
        this.datasets = List.copyOf(datasets);
    }

    /** Lets the lines of {@code $input} be the arguments of {@code body}, 200 at a time. */
    private static String inBatches(String body) {
        return "some() {\n[ $# -gt 0 ] || return 0\n" + body + """
                }
                set --
                while IFS= read -r name; do
                  [ -z "$name" ] || set -- "$@" "$name"
                  [ $# -lt 200 ] || { some "$@"; set --; }
                done <<EOF
                $input
                EOF
                some "$@"
                exit 0
                """;
    }

    /**
     * All snapshots and bookmarks of the datasets themselves, without those of datasets below.
     *
     * @throws GuardException SOURCE_DATASET_MISSING; NAS_*; ZFS_FAILED
     */
    public Listing list() {
        List<String> arguments = ListingScript.arguments(false, Snapshot.TASK_PROPERTY, datasets);
        Output output = nas.run(new Script(NAME, ListingScript.BODY, arguments, List.of()), DEADLINE);
        Answers.orThrow(nas.system(), output);
        return complete(ListingParser.parse(output.stdout(), output.stderr()), nas, datasets);
    }

    /** @throws GuardException SOURCE_DATASET_MISSING */
    static Listing complete(Listing listing, Nas nas, List<DatasetName> datasets) {
        for (DatasetName dataset : datasets) {
            if (listing.find(dataset).isEmpty()) {
                throw new GuardException(
                        ErrorCode.SOURCE_DATASET_MISSING,
                        nas.system().name() + " has no dataset " + dataset + " any more");
            }
        }
        return listing;
    }

    /** What became of the names, right after they were taken. */
    List<Snapshot> named(Collection<SnapshotName> names) {
        Listing listing = list();
        return names.stream()
                .flatMap(name -> listing.find(name.dataset()).stream()
                        .flatMap(dataset -> dataset.snapshots().stream())
                        .filter(snapshot -> snapshot.name().equals(name)))
                .toList();
    }

    /**
     * The same snapshots in the same order, but for those that are gone by now or whose name another snapshot has.
     *
     * @throws GuardException NAS_*; ZFS_FAILED
     */
    public List<SnapshotDetails> details(Collection<Snapshot> snapshots) {
        Map<String, Snapshot> asked = new LinkedHashMap<>();
        snapshots.forEach(snapshot -> asked.put(snapshot.name().toString(), snapshot));
        return asked.isEmpty() ? List.of() : details(asked);
    }

    private List<SnapshotDetails> details(Map<String, Snapshot> asked) {
        Output output = ask(DETAILS, asked.keySet());
        Map<String, String[]> found = new HashMap<>();
        Map<String, String> tasks = new HashMap<>();
        String section = "";
        for (String line : output.stdout().lines().toList()) {
            if (line.startsWith("--")) {
                section = line;
            } else if (section.equals(SNAPSHOTS)) {
                String[] fields = fields(line, SNAPSHOT_FIELDS);
                found.put(fields[0], fields);
            } else {
                String[] fields = fields(line, 2);
                tasks.put(fields[0], fields[1]);
            }
        }
        refuseSilence(output, asked.keySet(), found.keySet());
        found.entrySet().removeIf(entry -> !isSame(asked.get(entry.getKey()), entry.getValue()[1]));
        Map<String, List<String>> holds = holds(found.values());
        return asked.entrySet().stream()
                .filter(entry -> found.containsKey(entry.getKey()))
                .map(entry -> {
                    String name = entry.getKey();
                    Snapshot owned = entry.getValue().ownedBy(tasks.get(name));
                    return read(owned, Objects.requireNonNull(found.get(name)), holds.getOrDefault(name, List.of()));
                })
                .toList();
    }

    private static boolean isSame(@Nullable Snapshot asked, String guid) {
        return asked != null && asked.guid().equals(Guid.parse(guid));
    }

    private static SnapshotDetails read(Snapshot snapshot, String[] fields, List<String> holds) {
        return new SnapshotDetails(
                snapshot, Instant.ofEpochSecond(number(fields[2])), number(fields[3]), number(fields[4]), holds);
    }

    /** Only those that have some are asked for their tags. */
    private Map<String, List<String>> holds(Collection<String[]> found) {
        List<String> held = found.stream()
                .filter(fields -> number(fields[5]) > 0)
                .map(fields -> fields[0])
                .sorted()
                .toList();
        Map<String, List<String>> holds = new HashMap<>();
        if (!held.isEmpty()) {
            Output output = ask(HOLDS, held);
            output.stdout()
                    .lines()
                    .map(line -> fields(line, 2))
                    .forEach(fields -> holds.computeIfAbsent(fields[0], name -> new ArrayList<>())
                            .add(fields[1]));
            refuseSilence(output, held, holds.keySet());
        }
        return holds;
    }

    private Output ask(String body, Collection<String> names) {
        return Answers.orThrow(nas.system(), nas.run(new Script(NAME, body, List.of(), List.copyOf(names)), DEADLINE));
    }

    /** One that is gone is no error; that no answer came for another reason is. */
    private void refuseSilence(Output output, Collection<String> asked, Set<String> answered) {
        String words = output.stderr()
                .lines()
                .filter(line -> !line.contains("does not exist"))
                .collect(Collectors.joining("\n"));
        if (!words.isBlank() && !answered.containsAll(asked)) {
            throw GuardException.ofCommand(
                    ZfsErrors.classify(words),
                    nas.system().name() + " cannot describe its snapshots: " + words,
                    output.stderr());
        }
    }

    private static String[] fields(String line, int atLeast) {
        String[] fields = line.split("\t", -1);
        if (fields.length < atLeast || fields[0].indexOf('@') < 0) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "A line of the NAS's answer cannot be read");
        }
        return fields;
    }

    private static long number(String field) {
        try {
            return field.equals("-") ? 0 : Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "A number of the NAS's answer cannot be read", e);
        }
    }
}
