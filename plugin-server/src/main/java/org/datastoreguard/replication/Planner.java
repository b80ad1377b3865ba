package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.jspecify.annotations.Nullable;

/**
 * Compares both sides by guid and says what to send (design/engine.md, rules 1–5). A pure function of its request; see
 * docs/design/replication.md for the reasoning and the invariants.
 */
public final class Planner {
    private final PlanRequest request;
    private final List<RollBack> rollBacks = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final Besides besides;
    private final Set<DatasetName> created = new HashSet<>();
    /** Targets that do not exist and will not, with the reason. */
    private final Map<DatasetName, Conflict> wanting = new HashMap<>();

    private Planner(PlanRequest request) {
        this.request = request;
        this.besides = new Besides(request);
    }

    public static Plan plan(PlanRequest request) {
        Planner planner = new Planner(request);
        request.roots().forEach(planner::planRoot);
        return new Plan(planner.rollBacks, planner.steps, planner.besides.all(), planner.conflicts);
    }

    private void planRoot(PlanRequest.Root root) {
        Optional<Dataset> top = request.source().find(root.source());
        if (top.isEmpty()) {
            conflicts.add(new Conflict.SourceMissing(root.source()));
        } else if (hasNothingToSend(top.get(), root)) {
            conflicts.add(new Conflict.NothingToSend(
                    root.source(), top.get().snapshots().size()));
        } else {
            request.members(root).forEach(dataset -> planDataset(dataset, root));
        }
    }

    /** Where something is common already, there was something to send. */
    private boolean hasNothingToSend(Dataset top, PlanRequest.Root root) {
        boolean selected = top.snapshots().stream().anyMatch(request.scope().selected());
        return !selected
                && request.target()
                        .find(root.target())
                        .flatMap(there -> CommonBase.newest(top, there))
                        .isEmpty();
    }

    private void planDataset(Dataset source, PlanRequest.Root root) {
        DatasetName target = source.name().rebased(root.source(), root.target());
        if (!besides.replaced(target) && besides.leftFree(target)) {
            besides.begin(target);
        }
        DatasetPlanner.Outcome outcome = outcome(source, target);
        if (outcome.conflict() != null && !besides.replaced(target)) {
            Optional<Conflict> left = besides.replace(source, target, outcome.conflict());
            outcome = left.map(DatasetPlanner.Outcome::of).orElseGet(() -> outcome(source, target));
        }
        besides.expect(target, besides.place(target), outcome, source);
        take(outcome, besides.place(target));
    }

    private DatasetPlanner.Outcome outcome(Dataset source, DatasetName target) {
        DatasetName place = besides.place(target);
        DatasetPlanner.Outcome outcome = new DatasetPlanner(request, source, place, receivingAncestor(place)).plan();
        Conflict hindrance = outcome.conflict() == null && outcome.creates() ? planCreation(source, place) : null;
        return hindrance == null ? outcome : DatasetPlanner.Outcome.of(hindrance);
    }

    private void take(DatasetPlanner.Outcome outcome, DatasetName place) {
        Conflict conflict = outcome.conflict();
        if (conflict == null) {
            Optional.ofNullable(outcome.rollBack()).ifPresent(rollBacks::add);
            steps.addAll(outcome.steps());
            return;
        }
        conflicts.add(conflict);
        if (!exists(place)) {
            wanting.put(place, conflict);
        }
    }

    /** Plans the parents that are missing. @return why there cannot be any; null when nothing is in the way */
    private @Nullable Conflict planCreation(Dataset source, DatasetName target) {
        List<DatasetName> missing = new ArrayList<>();
        Optional<DatasetName> above = target.parent();
        while (above.isPresent() && !exists(above.get())) {
            Conflict inTheWay = wanting.get(above.get());
            if (inTheWay != null) {
                return new Conflict.BelowConflict(source.name(), target, inTheWay);
            }
            missing.add(0, above.get());
            above = above.get().parent();
        }
        if (above.isEmpty()) {
            return new Conflict.ParentMissing(source.name(), target);
        }
        Optional<Dataset> volume = request.target()
                .find(above.get())
                .filter(parent -> parent.state().type() == DatasetType.VOLUME);
        if (volume.isPresent()) {
            return new Conflict.TypeMismatch(
                    source.name(), source.state().type(), volume.get().name(), DatasetType.VOLUME);
        }
        for (DatasetName parent : missing) {
            steps.add(new Step.CreateParent(parent));
            created.add(parent);
        }
        created.add(target);
        return null;
    }

    private boolean exists(DatasetName target) {
        return created.contains(target) || request.target().find(target).isPresent();
    }

    /** The nearest dataset above the target that is there now: a new dataset inherits its encryption. */
    private Optional<Dataset> receivingAncestor(DatasetName target) {
        return target.parent().flatMap(parent -> request.target().find(parent).or(() -> receivingAncestor(parent)));
    }
}
