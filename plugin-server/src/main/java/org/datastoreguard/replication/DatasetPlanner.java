package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;

/** Plans one dataset; knows nothing of its neighbours. */
final class DatasetPlanner {
    /**
     * @param rollBack what has to be rolled back before the steps can be done
     * @param creates whether the target dataset does not exist yet and will
     */
    record Outcome(
            @Nullable RollBack rollBack,
            List<Step> steps,
            @Nullable Conflict conflict,
            boolean creates) {
        static final Outcome NOTHING = of(List.of());

        static Outcome of(List<Step> steps) {
            return new Outcome(null, steps, null, false);
        }

        static Outcome of(Conflict conflict) {
            return new Outcome(null, List.of(), conflict, false);
        }

        /** What is rolled back for steps that cannot be done after it would be lost for nothing. */
        Outcome after(RollBack first) {
            return conflict == null ? new Outcome(first, steps, null, creates) : this;
        }
    }

    private final PlanRequest request;
    private final Dataset source;
    private final DatasetName target;
    private final EncryptionRule encryption;
    private final List<Snapshot> selected;

    DatasetPlanner(PlanRequest request, Dataset source, DatasetName target, Optional<Dataset> receivingAncestor) {
        this.request = request;
        this.source = source;
        this.target = target;
        this.encryption = new EncryptionRule(request.scope().raw(), source, target, receivingAncestor);
        this.selected =
                source.snapshots().stream().filter(request.scope().selected()).toList();
    }

    Outcome plan() {
        Optional<Dataset> there = request.target().find(target);
        if (selected.isEmpty()
                && there.flatMap(existing -> CommonBase.newest(source, existing))
                        .isEmpty()) {
            return Outcome.NOTHING;
        }
        if (there.isEmpty()) {
            return encryption.conflictForNew().map(Outcome::of).orElseGet(() -> full(List.of()));
        }
        Dataset existing = there.get();
        if (existing.state().type() != source.state().type()) {
            return Outcome.of(new Conflict.TypeMismatch(
                    source.name(),
                    source.state().type(),
                    target,
                    existing.state().type()));
        }
        return existing.snapshots().isEmpty() ? ontoBare(existing) : ontoSnapshots(existing);
    }

    /** A target without snapshots is fine only while it is nothing but an interrupted first receive. */
    private Outcome ontoBare(Dataset existing) {
        if (existing.state().resumeToken() == null) {
            return Outcome.of(new Conflict.TargetWithoutSnapshot(
                    source.name(), target, existing.state().used()));
        }
        Optional<Conflict> conflict = encryption.conflictForNew();
        if (conflict.isPresent()) {
            return Outcome.of(conflict.get());
        }
        Optional<ResumeToken> token = resumable(null, selected, encryption.rawForNew());
        if (token.isEmpty()) {
            return full(List.of(new Step.AbortPartial(target)));
        }
        return Outcome.of(resumed(token.get(), null, selected, existing));
    }

    private Outcome full(List<Step> before) {
        List<Step> steps = new ArrayList<>(before);
        Snapshot first = selected.get(0);
        StreamFlags flags = StreamFlags.BEST.withRaw(encryption.rawForNew());
        steps.add(new Step.Send(source.name(), target, source.state().type(), null, List.of(first), flags, null));
        steps.addAll(increments(CommonBase.of(first), selected.subList(1, selected.size()), flags));
        return new Outcome(null, steps, null, before.isEmpty());
    }

    private Outcome ontoSnapshots(Dataset existing) {
        Optional<Step.Base> common = CommonBase.newest(source, existing);
        if (common.isEmpty()) {
            return Outcome.of(
                    new Conflict.NoCommonSnapshot(source.name(), target, source.snapshots(), existing.snapshots()));
        }
        Step.Base base = common.get();
        RollBack rollBack = RollBack.of(existing, base.guid());
        List<Snapshot> missing = selected.stream()
                .filter(snapshot -> snapshot.createtxg() > base.createtxg())
                .toList();
        List<Snapshot> unknown = newerThan(base.guid(), existing);
        boolean diverged = !unknown.isEmpty();
        if (missing.isEmpty() && !(diverged && !request.scope().leave().rollsBack())) {
            return Outcome.NOTHING;
        }
        if (request.scope().leave().rollsBack() && (diverged || rollBack.written() > 0)) {
            return increase(rollBack.after(), base, missing).after(rollBack);
        }
        if (diverged) {
            return Outcome.of(new Conflict.Diverged(source.name(), target, base.toString(), missing, unknown));
        }
        return rollBack.written() > 0
                ? Outcome.of(new Conflict.TargetModified(source.name(), target, base.toString(), rollBack.written()))
                : increase(existing, base, missing);
    }

    private Outcome increase(Dataset existing, Step.Base base, List<Snapshot> missing) {
        Optional<Conflict> conflict = encryption.conflictForExisting(existing);
        if (conflict.isPresent()) {
            return Outcome.of(conflict.get());
        }
        StreamFlags flags = encryption.flags(existing);
        boolean partial = existing.state().resumeToken() != null;
        Optional<ResumeToken> token = partial ? resumable(base.guid(), missing, flags.raw()) : Optional.empty();
        if (token.isPresent()) {
            return Outcome.of(resumed(token.get(), base, missing, existing));
        }
        List<Step> steps = new ArrayList<>();
        if (partial) {
            steps.add(new Step.AbortPartial(target));
        }
        steps.addAll(increments(base, missing, flags));
        return Outcome.of(steps);
    }

    private List<Step> resumed(ResumeToken token, Step.@Nullable Base base, List<Snapshot> missing, Dataset existing) {
        List<Step> steps = new ArrayList<>();
        Snapshot to = source.snapshot(token.toGuid()).orElseThrow();
        StreamFlags flags = base == null ? encryption.begun(existing, token) : encryption.flags(existing);
        steps.add(new Step.Send(source.name(), target, source.state().type(), base, List.of(to), flags, token));
        List<Snapshot> rest = missing.stream()
                .filter(snapshot -> snapshot.createtxg() > to.createtxg())
                .toList();
        steps.addAll(increments(CommonBase.of(to), rest, flags));
        return steps;
    }

    /** A token is of use only when it continues exactly what the plan would send from the same base. */
    private Optional<ResumeToken> resumable(@Nullable Guid base, List<Snapshot> missing, boolean raw) {
        return Optional.ofNullable(request.tokens().get(target))
                .filter(token -> token.raw() == raw)
                .filter(token -> Objects.equals(token.fromGuid(), base))
                .filter(token ->
                        missing.stream().anyMatch(snapshot -> snapshot.guid().equals(token.toGuid())));
    }

    private static List<Snapshot> newerThan(Guid guid, Dataset existing) {
        long txg = existing.snapshot(guid).orElseThrow().createtxg();
        return existing.snapshots().stream()
                .filter(snapshot -> snapshot.createtxg() > txg)
                .toList();
    }

    private List<Step> increments(Step.Base from, List<Snapshot> missing, StreamFlags flags) {
        List<Step> steps = new ArrayList<>();
        Step.Base base = from;
        for (List<Snapshot> stretch : new Increments(source).stretches(from, missing)) {
            steps.add(new Step.Send(source.name(), target, source.state().type(), base, stretch, flags, null));
            base = CommonBase.of(stretch.get(stretch.size() - 1));
        }
        return steps;
    }
}
