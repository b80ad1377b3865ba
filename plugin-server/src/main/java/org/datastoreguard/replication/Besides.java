package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/** The targets of one plan that are received beside the old ones. Not thread-safe. */
final class Besides {
    private final PlanRequest request;
    private final @Nullable String suffix;
    private final Map<DatasetName, Begun> begun = new LinkedHashMap<>();

    Besides(PlanRequest request) {
        this.request = request;
        this.suffix = request.scope().leave().fresh();
    }

    /** Where a dataset is received: beside the old one if that, or one above it, is replaced. */
    DatasetName place(DatasetName target) {
        Begun above = above(target);
        return above == null ? target : target.rebased(above.target, above.fresh);
    }

    boolean replaced(DatasetName target) {
        return above(target) != null;
    }

    private @Nullable Begun above(DatasetName target) {
        return begun.values().stream()
                .filter(one -> one.target.contains(target))
                .findFirst()
                .orElse(null);
    }

    /** Whether a former run received the target beside the old one, whose name is free by now. */
    boolean leftFree(DatasetName target) {
        return suffix != null
                && request.target().find(target).isEmpty()
                && DatasetName.isValid(target + suffix)
                && request.target().find(fresh(target)).isPresent();
    }

    private DatasetName fresh(DatasetName target) {
        return new DatasetName(target + suffix);
    }

    /**
     * Has the target received beside itself.
     *
     * @param conflict what is in the way of the old one
     * @return why it stays in the way; empty when it does not
     */
    Optional<Conflict> replace(Dataset source, DatasetName target, Conflict conflict) {
        boolean inTheWay = request.target().find(target).isPresent();
        if (suffix == null || !inTheWay || !conflict.endsWithANewTarget()) {
            return Optional.of(conflict);
        }
        List<Dataset> sources =
                request.scope().recursive() ? List.copyOf(request.source().within(source.name())) : List.of(source);
        Optional<String> hindrance = Replacement.hindrance(target, suffix, sources, request.target());
        if (hindrance.isPresent()) {
            return Optional.of(new Conflict.NotReplaceable(source.name(), target, conflict, hindrance.get()));
        }
        begin(target);
        return Optional.empty();
    }

    void begin(DatasetName target) {
        begun.put(target, new Begun(target, fresh(target)));
    }

    /** Notes what the dataset at {@code place} must hold in the end. */
    void expect(DatasetName target, DatasetName place, DatasetPlanner.Outcome outcome, Dataset source) {
        Begun above = above(target);
        if (above == null) {
            return;
        }
        if (outcome.conflict() != null) {
            above.complete = false;
            return;
        }
        newest(outcome.steps())
                .or(() -> request.target()
                        .find(place)
                        .flatMap(
                                there -> CommonBase.newest(source, there).flatMap(base -> there.snapshot(base.guid()))))
                .ifPresent(newest ->
                        above.expected.add(new Replacement.Expected(place.snapshot(newest.label()), newest.guid())));
    }

    private static Optional<Snapshot> newest(List<Step> steps) {
        return steps.stream()
                .filter(Step.Send.class::isInstance)
                .map(step -> ((Step.Send) step).to())
                .reduce((first, second) -> second);
    }

    List<Replacement> all() {
        return begun.values().stream().map(this::replacement).toList();
    }

    private Replacement replacement(Begun one) {
        return new Replacement(
                one.target,
                one.fresh,
                request.target().find(one.target).isPresent(),
                one.expected,
                one.complete && !one.expected.isEmpty());
    }

    private static final class Begun {
        private final DatasetName target;
        private final DatasetName fresh;
        private final List<Replacement.Expected> expected = new ArrayList<>();
        private boolean complete = true;

        Begun(DatasetName target, DatasetName fresh) {
            this.target = target;
            this.fresh = fresh;
        }
    }
}
