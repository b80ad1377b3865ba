package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.zfs.DatasetName;

/**
 * Refuses tasks whose targets share a dataset, with each other or with what one of them sends: two writers on one target,
 * or a target that is its own source, would destroy each other's chain (design/engine.md, rule 6).
 */
public final class TargetOverlap {
    private TargetOverlap() {}

    /**
     * Compares by machine and name; enabled or not makes no difference, since a task can be enabled later.
     *
     * @param others all other tasks; one with the candidate's id is left out
     * @param named whether another task, and where it sends, may be told to whoever asks
     * @return what is wrong, for the field {@code remoteDataset} or {@code source}; empty when nothing overlaps
     */
    public static List<FieldError> of(
            ReplicationTask candidate, List<ReplicationTask> others, Predicate<ReplicationTask> named) {
        List<FieldError> errors = new ArrayList<>();
        ownSource(candidate).ifPresent(errors::add);
        sameTail(candidate).ifPresent(errors::add);
        for (ReplicationTask other : others) {
            if (!other.id().equals(candidate.id())
                    && other.remote().nasSystemId().equals(candidate.remote().nasSystemId())
                    && other.remoteDataset().overlaps(candidate.remoteDataset())) {
                errors.add(new FieldError(
                        "remoteDataset",
                        candidate.remoteDataset() + " overlaps with "
                                + (named.test(other)
                                        ? other.remoteDataset() + ", the target of task " + other.name()
                                        : "the target of another task")
                                + "; choose a dataset of its own"));
            }
        }
        return List.copyOf(errors);
    }

    private static Optional<FieldError> ownSource(ReplicationTask task) {
        return named(task)
                .filter(source -> source.overlaps(task.remoteDataset()))
                .findFirst()
                .filter(source ->
                        sourceNas(task).equals(Optional.of(task.remote().nasSystemId())))
                .map(source -> new FieldError(
                        "remoteDataset", task.remoteDataset() + " overlaps with the task's own source " + source));
    }

    private static Optional<FieldError> sameTail(ReplicationTask task) {
        List<String> tails = named(task).map(DatasetName::lastComponent).toList();
        return tails.stream().distinct().count() == tails.size()
                ? Optional.empty()
                : Optional.of(new FieldError(
                        "source.datasets",
                        "Two datasets end in the same name and would be received into the same target; use two tasks"));
    }

    private static Stream<DatasetName> named(ReplicationTask task) {
        return task.source() instanceof Source.OfDatasets named ? named.datasets().stream() : Stream.empty();
    }

    private static Optional<String> sourceNas(ReplicationTask task) {
        return task.source() instanceof Source.OfDatasets named ? Optional.of(named.nasSystemId()) : Optional.empty();
    }
}
