package org.datastoreguard.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;

/**
 * Takes a snapshot that a person asked for. It belongs to no task: no retention deletes it, and a replication task sends
 * it only when told to send more than this product's own. Thread-safe.
 */
public final class SnapshotNow {
    /** Not the names of the tasks: a snapshot by hand must not take the name that a task's slot will want. */
    private static final NamingSchema NAMES = new NamingSchema("manual-%Y-%m-%d_%H-%M-%SZ");

    /** A snapshot waits for the pool's transaction group, which takes long on a pool that is very busy. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final String TAKE = """
            below=$1
            shift
            zfs snapshot $below "$@"
            """;

    private final Nas nas;
    private final List<DatasetName> datasets;

    /** @param datasets all of one datastore */
    public SnapshotNow(Nas nas, List<DatasetName> datasets) {
        this.nas = nas;
        this.datasets = datasets.stream().distinct().sorted().toList();
    }

    /** What it is called when nobody says: {@code manual-} and the moment, in UTC. */
    public static String label(Instant at) {
        return NAMES.format(at);
    }

    /**
     * Takes it of all datasets on a pool at one moment.
     *
     * @return those of the datasets themselves
     * @throws GuardException BAD_NAME; SNAPSHOT_NAME_TAKEN; SOURCE_DATASET_MISSING; NAS_*; ZFS_FAILED
     */
    public List<Snapshot> take(String label, boolean recursive) {
        List<SnapshotName> names =
                datasets.stream().map(dataset -> dataset.snapshot(label)).toList();
        Map<String, List<SnapshotName>> byPool = names.stream()
                .collect(Collectors.groupingBy(name -> name.dataset().pool(), TreeMap::new, Collectors.toList()));
        List<SnapshotName> taken = new ArrayList<>();
        byPool.values().forEach(pool -> {
            take(pool, recursive, taken);
            taken.addAll(pool);
        });
        return new SnapshotCatalog(nas, datasets).named(taken);
    }

    private void take(List<SnapshotName> names, boolean recursive, List<SnapshotName> before) {
        List<String> arguments = new ArrayList<>(List.of(recursive ? "-r" : ""));
        names.forEach(name -> arguments.add(name.toString()));
        Output output = nas.run(new Script("datastore-guard:snapshot", TAKE, arguments, List.of()), DEADLINE);
        if (!output.ok()) {
            throw failure(names, before, output);
        }
    }

    private GuardException failure(List<SnapshotName> names, List<SnapshotName> before, Output output) {
        String words = output.stderr().strip();
        String stays = before.isEmpty() ? "" : "; what was taken on another pool stays: " + before;
        if (words.contains("dataset already exists")) {
            return GuardException.ofCommand(
                    ErrorCode.SNAPSHOT_NAME_TAKEN,
                    "There is a snapshot @" + names.get(0).label() + " of "
                            + names.get(0).dataset() + " or below it already; choose another name" + stays,
                    words);
        }
        if (words.contains("dataset does not exist") || words.contains("no such pool")) {
            return GuardException.ofCommand(
                    ErrorCode.SOURCE_DATASET_MISSING,
                    nas.system().name() + " has no dataset " + names.get(0).dataset() + " any more" + stays,
                    words);
        }
        GuardException cause = Answers.failure(nas.system(), output);
        return stays.isEmpty() ? cause : GuardException.ofCommand(cause.code(), cause.message() + stays, words);
    }
}
