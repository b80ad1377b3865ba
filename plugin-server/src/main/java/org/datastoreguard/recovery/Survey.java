package org.datastoreguard.recovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Answers;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.replication.RollBack;
import org.datastoreguard.replication.RollBacks;
import org.datastoreguard.snapshot.SnapshotCatalog;
import org.datastoreguard.snapshot.SnapshotDetails;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/** Finds out how a dataset stands that is to be rolled back. Changes nothing. */
final class Survey {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** Arguments: dataset, label. Input: the newer snapshots. Ends at the first thing that cannot be told. */
    private static final String LOOK = """
            dataset=$1 label=$2
            tab=$(printf '\\t')
            written=$(zfs get -Hp -o value "written@$label" "$dataset" </dev/null) || exit 1
            mark=$(zfs get -Hp -s local -o value "%s" "$dataset" </dev/null) || exit 1
            below=$(zfs list -Hp -r -t filesystem,volume -o name "$dataset" </dev/null) || exit 1
            printf 'written\\t%%s\\nmark\\t%%s\\n' "$written" "$mark"
            printf '%%s\\n' "$below" | sed "s/^/below$tab/"
            clones() {
              [ $# -gt 0 ] || return 0
              said=$(zfs get -Hp -o name,value clones "$@" </dev/null) || exit 1
              printf '%%s\\n' "$said" | sed "s/^/clones$tab/"
            }
            set --
            while IFS= read -r name; do
              [ -z "$name" ] || set -- "$@" "$name"
              [ $# -lt 200 ] || { clones "$@"; set --; }
            done <<EOF
            $input
            EOF
            clones "$@"
            """.formatted(RollBacks.MARK);

    private final Nas nas;
    private final DatasetName dataset;

    Survey(Nas nas, DatasetName dataset) {
        this.nas = nas;
        this.dataset = dataset;
    }

    /** @throws GuardException NOT_FOUND when the dataset has no snapshot of that guid; SOURCE_DATASET_MISSING; NAS_*; ZFS_FAILED */
    Ground of(Guid guid) {
        SnapshotCatalog catalog = new SnapshotCatalog(nas, List.of(dataset));
        Dataset now = catalog.list().find(dataset).orElseThrow();
        Snapshot base = now.snapshot(guid)
                .orElseThrow(() -> new GuardException(
                        ErrorCode.NOT_FOUND, dataset + " has no snapshot with the guid " + guid + " any more"));
        RollBack rollBack = RollBack.of(now, guid);
        List<Snapshot> newer = new ArrayList<>(now.snapshots().stream()
                .filter(snapshot -> snapshot.createtxg() > base.createtxg())
                .toList());
        Collections.reverse(newer);
        return read(rollBack, catalog.details(newer));
    }

    private Ground read(RollBack rollBack, List<SnapshotDetails> newer) {
        List<String> names = newer.stream()
                .map(details -> details.snapshot().name().toString())
                .toList();
        List<String> arguments = List.of(dataset.value(), rollBack.base().label());
        Output output = Answers.orThrow(
                nas.system(), nas.run(new Script("datastore-guard:roll-back-look", LOOK, arguments, names), DEADLINE));
        Reading reading = new Reading();
        output.stdout().lines().forEach(line -> reading.take(line.split("\t", -1)));
        if (!reading.clones.keySet().containsAll(names)) {
            throw new GuardException(
                    ErrorCode.NAS_ANSWER_UNREADABLE,
                    nas.system().name() + " does not say of each newer snapshot whether it is cloned");
        }
        return reading.ground(rollBack, newer);
    }

    /** What has been read so far. */
    private final class Reading {
        private @Nullable Long written;
        private @Nullable String mark;
        private final List<DatasetName> below = new ArrayList<>();
        private final Map<String, String> clones = new HashMap<>();

        void take(String[] fields) {
            switch (fields[0]) {
                case "written" -> written = fields[1].matches("[0-9]{1,18}") ? Long.valueOf(fields[1]) : null;
                case "mark" -> mark = fields[1].isEmpty() ? null : fields[1];
                case "below" -> below.add(new DatasetName(fields[1]));
                case "clones" -> clones.put(fields[1], fields[2]);
                default ->
                    throw new GuardException(
                            ErrorCode.NAS_ANSWER_UNREADABLE, "A line of the NAS's answer cannot be read");
            }
        }

        Ground ground(RollBack rollBack, List<SnapshotDetails> newer) {
            Map<String, String> cloned = new HashMap<>(clones);
            cloned.values().removeIf(names -> names.isEmpty() || names.equals("-"));
            return new Ground(
                    rollBack,
                    newer,
                    cloned,
                    written,
                    mark,
                    below.stream().filter(name -> !name.equals(dataset)).toList());
        }
    }
}
