package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.AgesAndOwners;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.ZfsErrors;

/**
 * Asks a machine what retention has to know. Age and owner of a snapshot cost a hundred times what its name does, so they
 * are asked from the oldest on until one is too young, and of each dataset's newest, in few questions for all datasets.
 */
final class RetentionSurvey {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int FIRST_SHARE = 20;
    private static final int MOST_AT_ONCE = 2000;

    private static final String LIST = """
            printf 'clock\\t%s\\n' "$(date +%s)"
            below=$1
            set --
            while IFS= read -r one; do [ -z "$one" ] || set -- "$@" "$one"; done <<EOF
            $input
            EOF
            zfs list -Hp $below -t snapshot -o name,guid,createtxg "$@"
            """;

    private final SnapshotTask task;
    private final Nas nas;

    RetentionSurvey(SnapshotTask task, Nas nas) {
        this.task = task;
        this.nas = nas;
    }

    /**
     * @param old whether something made at a time may be old enough to go
     * @throws GuardException SOURCE_DATASET_MISSING, NAS_*
     */
    RetentionPlan.Facts take(List<DatasetName> roots, Predicate<Instant> old) {
        List<String> lines = list(roots);
        Map<DatasetName, List<Snapshot>> snapshots = snapshots(lines.subList(1, lines.size()));
        Map<Snapshot, RetentionPlan.Detail> details = new HashMap<>();
        ask(snapshots.values().stream().map(all -> all.get(all.size() - 1)).toList(), details);
        Map<DatasetName, Integer> asked = new HashMap<>();
        snapshots.keySet().forEach(dataset -> asked.put(dataset, 0));
        for (int share = FIRST_SHARE; !asked.isEmpty(); share = Math.min(2 * share, MOST_AT_ONCE)) {
            ask(next(snapshots, asked, share), details);
            asked.entrySet().removeIf(entry -> over(of(snapshots, entry.getKey()), entry.getValue(), details, old));
        }
        return new RetentionPlan.Facts(clock(lines.get(0)), snapshots, details);
    }

    /** The next share of each dataset that is not over, and moves on behind it. */
    private static List<Snapshot> next(
            Map<DatasetName, List<Snapshot>> snapshots, Map<DatasetName, Integer> asked, int share) {
        List<Snapshot> next = new ArrayList<>();
        asked.replaceAll((dataset, from) -> {
            List<Snapshot> all = of(snapshots, dataset);
            int to = Math.min(from + share, all.size());
            next.addAll(all.subList(from, to));
            return to;
        });
        return next;
    }

    private static List<Snapshot> of(Map<DatasetName, List<Snapshot>> snapshots, DatasetName dataset) {
        return snapshots.getOrDefault(dataset, List.of());
    }

    private static boolean over(
            List<Snapshot> all, int asked, Map<Snapshot, RetentionPlan.Detail> details, Predicate<Instant> old) {
        RetentionPlan.Detail last = details.get(all.get(asked - 1));
        return asked == all.size() || (last != null && !old.test(last.creation()));
    }

    private List<String> list(List<DatasetName> roots) {
        Output output = run(LIST, roots.stream().map(DatasetName::value).toList(), task.recursive() ? "-r" : "-d1");
        if (!output.ok()) {
            throw failed("cannot list its snapshots", output);
        }
        return output.stdout().lines().toList();
    }

    private Map<DatasetName, List<Snapshot>> snapshots(List<String> lines) {
        Excludes excludes = new Excludes(task.exclude());
        Map<DatasetName, Boolean> excluded = new HashMap<>();
        Map<DatasetName, List<Snapshot>> snapshots = new TreeMap<>();
        for (String line : lines) {
            String[] fields = fields(line, 3);
            SnapshotName name = SnapshotName.parse(fields[0]);
            if (!excluded.computeIfAbsent(name.dataset(), excludes::contain)) {
                snapshots
                        .computeIfAbsent(name.dataset(), d -> new ArrayList<>())
                        .add(new Snapshot(name, Guid.parse(fields[1]), number(fields[2]), null));
            }
        }
        snapshots.values().forEach(all -> all.sort(Comparator.comparingLong(Snapshot::createtxg)));
        return snapshots;
    }

    private void ask(List<Snapshot> snapshots, Map<Snapshot, RetentionPlan.Detail> details) {
        new AgesAndOwners(nas, Set.of("local"))
                .of(snapshots)
                .forEach((snapshot, detail) ->
                        details.put(snapshot, new RetentionPlan.Detail(detail.creation(), detail.owner())));
    }

    private Output run(String body, List<String> input, String... arguments) {
        return nas.run(new Script("datastore-guard:retention", body, List.of(arguments), input), DEADLINE);
    }

    private static Instant clock(String line) {
        return Instant.ofEpochSecond(number(fields(line, 2)[1]));
    }

    private static String[] fields(String line, int count) {
        String[] fields = line.split("\t", -1);
        if (fields.length != count) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Expected " + count + " fields, got: " + line);
        }
        return fields;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Not a number: " + text, e);
        }
    }

    private GuardException failed(String what, Output output) {
        String words = output.stderr().strip();
        return GuardException.ofCommand(
                ZfsErrors.classify(words), nas.system().name() + " " + what + ": " + words, output.stderr());
    }
}
