package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;

/**
 * Compares both sides by guid and says what to send (design/engine.md, rules 1–5). A pure function of its request; see
 * docs/design/replication.md for the reasoning and the invariants.
 */
public final class Planner {
    private final PlanRequest request;
    private final List<Step> steps = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();
    private final Set<DatasetName> created = new HashSet<>();

    private Planner(PlanRequest request) {
        this.request = request;
    }

    public static Plan plan(PlanRequest request) {
        Planner planner = new Planner(request);
        request.roots().forEach(planner::planRoot);
        return planner.conflicts.isEmpty() ? new Plan.Steps(planner.steps) : new Plan.Conflicts(planner.conflicts);
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
        DatasetName name = source.name().rebased(root.source(), root.target());
        DatasetPlanner.Outcome outcome = new DatasetPlanner(request, source, name, receivingAncestor(name)).plan();
        conflicts.addAll(outcome.conflicts());
        if (outcome.creates()) {
            planParents(source, name);
            created.add(name);
        }
        steps.addAll(outcome.steps());
    }

    private void planParents(Dataset source, DatasetName target) {
        List<DatasetName> missing = new ArrayList<>();
        Optional<DatasetName> above = target.parent();
        while (above.isPresent() && !exists(above.get())) {
            missing.add(0, above.get());
            above = above.get().parent();
        }
        if (above.isEmpty()) {
            conflicts.add(new Conflict.ParentMissing(source.name(), target));
            return;
        }
        request.target()
                .find(above.get())
                .filter(parent -> parent.state().type() == DatasetType.VOLUME)
                .ifPresent(parent -> conflicts.add(new Conflict.TypeMismatch(
                        source.name(), source.state().type(), parent.name(), DatasetType.VOLUME)));
        for (DatasetName parent : missing) {
            steps.add(new Step.CreateParent(parent));
            created.add(parent);
        }
    }

    private boolean exists(DatasetName target) {
        return created.contains(target) || request.target().find(target).isPresent();
    }

    /** The nearest dataset above the target that is there now: a new dataset inherits its encryption. */
    private Optional<Dataset> receivingAncestor(DatasetName target) {
        return target.parent().flatMap(parent -> request.target().find(parent).or(() -> receivingAncestor(parent)));
    }
}
