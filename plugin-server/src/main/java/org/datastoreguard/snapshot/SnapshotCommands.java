package org.datastoreguard.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/** What is said to a machine in order to take a snapshot. Every method is one command line there. */
final class SnapshotCommands {
    static final String RUN_PROPERTY = "org.datastoreguard:run";
    private static final String TASK_PROPERTY = "org.datastoreguard:task";

    /** A snapshot waits for the pool's transaction group, which takes long on a pool that is very busy. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** Lets the lines of {@code $input}, each with the suffix {@code $suffix}, be the arguments. */
    private static final String INPUT_AS_ARGUMENTS = """
            set --
            while IFS= read -r one; do
              [ -z "$one" ] || set -- "$@" "$one$suffix"
            done <<EOF
            $input
            EOF
            """;

    private final Nas nas;

    SnapshotCommands(Nas nas) {
        this.nas = nas;
    }

    /** Who took a snapshot; null where it does not say. */
    record Owner(@Nullable String taskId, @Nullable String runId) {}

    /**
     * The datasets and all below them, or themselves only.
     *
     * @throws GuardException SOURCE_DATASET_MISSING
     */
    List<DatasetName> list(List<DatasetName> roots, boolean recursive) {
        Output output = run(
                "depth=$1; suffix=\n" + INPUT_AS_ARGUMENTS + "zfs list -Hp $depth -t filesystem,volume -o name \"$@\"",
                values(roots),
                recursive ? "-r" : "-d0");
        if (!output.ok()) {
            throw failed("The datasets cannot be listed", output);
        }
        return output.stdout().lines().map(DatasetName::new).toList();
    }

    /**
     * Takes the snapshots of all datasets at one moment, or none of them.
     *
     * @return whether they were taken; false when at least one name is in use
     * @throws GuardException SOURCE_DATASET_MISSING, NAS_RIGHT_MISSING, ZFS_FAILED
     */
    boolean take(List<DatasetName> datasets, boolean recursive, String label, Owner owner) {
        Output output = run(
                "below=$1; suffix=@$2; task=$3; run=$4\n" + INPUT_AS_ARGUMENTS + "zfs snapshot $below ${task:+-o \""
                        + TASK_PROPERTY + "=$task\"} -o " + RUN_PROPERTY + "=\"$run\" \"$@\"",
                values(datasets),
                recursive ? "-r" : "",
                label,
                Objects.requireNonNullElse(owner.taskId(), ""),
                Objects.requireNonNullElse(owner.runId(), ""));
        if (output.ok()) {
            return true;
        }
        if (output.stderr().contains("dataset already exists")) {
            return false;
        }
        throw failed("The snapshot @" + label + " was not taken", output);
    }

    /** Who took the snapshots of that label; a dataset that has none is not in the answer. */
    Map<DatasetName, Owner> owners(List<DatasetName> datasets, String label) {
        Output output = run(
                "suffix=@$1\n" + INPUT_AS_ARGUMENTS + "zfs get -Hp -o name,property,value,source " + TASK_PROPERTY + ","
                        + RUN_PROPERTY + " \"$@\"",
                values(datasets),
                label);
        Map<DatasetName, Owner> owners = new LinkedHashMap<>();
        for (String line : output.stdout().lines().toList()) {
            String[] fields = fields(line, 4);
            // A dataset's property shows on its snapshots too, but does not say who took them.
            String value = fields[3].equals("local") ? fields[2] : null;
            DatasetName dataset = SnapshotName.parse(fields[0]).dataset();
            Owner known = owners.getOrDefault(dataset, new Owner(null, null));
            boolean isTask = fields[1].equals(TASK_PROPERTY);
            owners.put(dataset, isTask ? new Owner(value, known.runId()) : new Owner(known.taskId(), value));
        }
        return owners;
    }

    /** The labels of a dataset's snapshots, oldest first. */
    List<String> labels(DatasetName dataset) {
        Output output = run(
                "suffix=\n" + INPUT_AS_ARGUMENTS + "zfs list -Hp -d1 -t snapshot -o name -s createtxg \"$@\"",
                List.of(dataset.value()));
        if (!output.ok()) {
            throw failed("The snapshots of " + dataset + " cannot be listed", output);
        }
        return output.stdout()
                .lines()
                .map(line -> SnapshotName.parse(line).label())
                .toList();
    }

    /** The guids of the datasets' own snapshots that a run took. */
    Set<String> guids(List<DatasetName> datasets, String runId) {
        Output output = run(
                "suffix=\n" + INPUT_AS_ARGUMENTS + "zfs list -Hp -d1 -t snapshot -o guid," + RUN_PROPERTY + " \"$@\"",
                values(datasets));
        if (!output.ok()) {
            throw failed("The snapshots cannot be listed", output);
        }
        return output.stdout()
                .lines()
                .map(line -> fields(line, 2))
                .filter(fields -> fields[1].equals(runId))
                .map(fields -> fields[0])
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Bytes written to each dataset since its snapshot of that label; empty for a dataset that has none. */
    Map<DatasetName, Optional<Long>> writtenSince(List<DatasetName> datasets, String label) {
        Output output = run(
                "suffix=; since=$1\n" + INPUT_AS_ARGUMENTS + "zfs get -Hp -o name,value written@\"$since\" \"$@\"",
                values(datasets),
                label);
        if (!output.ok()) {
            throw failed("What was written cannot be read", output);
        }
        Map<DatasetName, Optional<Long>> written = new LinkedHashMap<>();
        for (String line : output.stdout().lines().toList()) {
            String[] fields = fields(line, 2);
            boolean known = !fields[1].isEmpty() && fields[1].chars().allMatch(Character::isDigit);
            written.put(new DatasetName(fields[0]), known ? Optional.of(Long.valueOf(fields[1])) : Optional.empty());
        }
        return written;
    }

    private Output run(String body, List<String> input, String... arguments) {
        return nas.run(new Script("datastore-guard:snapshot", body, List.of(arguments), input), DEADLINE);
    }

    private static List<String> values(List<DatasetName> datasets) {
        return new ArrayList<>(datasets.stream().map(DatasetName::value).toList());
    }

    private static String[] fields(String line, int count) {
        String[] fields = line.split("\t", -1);
        if (fields.length != count) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Expected " + count + " fields, got: " + line);
        }
        return fields;
    }

    private GuardException failed(String what, Output output) {
        String machine = nas.system().name();
        String words = output.stderr().strip();
        if (words.contains("dataset does not exist") || words.contains("no such pool")) {
            return GuardException.ofCommand(
                    ErrorCode.SOURCE_DATASET_MISSING,
                    what + " on " + machine + ", because a dataset does not exist (any more); if it was renamed or"
                            + " destroyed, change the task: " + words,
                    output.stderr());
        }
        return GuardException.ofCommand(
                ZfsErrors.classify(words), what + " on " + machine + ": " + words, output.stderr());
    }
}
