package org.datastoreguard.replication;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.PoolFeatures;

/**
 * One replication: lists both sides, plans, sends, verifies; again after temporary errors, always from what
 * the machines say then. Repeatable at any point: whatever a former attempt left, the next one finds out and finishes.
 */
public final class ReplicationWork implements Work {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final int PARALLEL = 4;

    private final ReplicationTask task;
    private final Ends ends;
    private final Round.Tools tools;

    public ReplicationWork(ReplicationTask task, Ends ends) {
        this(task, ends, Clock.systemUTC());
    }

    public ReplicationWork(ReplicationTask task, Ends ends, Clock clock) {
        this(task, ends, clock, PARALLEL);
    }

    /**
     * @param clock tells with the target's own clock how old its snapshots are
     * @param parallel how many datasets may be on their way at once, from 1
     */
    public ReplicationWork(ReplicationTask task, Ends ends, Clock clock, int parallel) {
        this.task = task;
        this.ends = ends;
        this.tools = new Round.Tools(this::receivable, new TargetCleaning(task, ends, clock), parallel);
    }

    /** What a run would do now; changes nothing besides ending what a killed run of the same task left running. */
    public Plan plan() {
        return Planner.plan(new Survey(task, ends).take());
    }

    /** The same with what it costs, for somebody to look at. */
    public DryRun dryRun() {
        PlanRequest request = new Survey(task, ends).whole();
        Plan plan = Planner.plan(request);
        return new DryRun(
                plan,
                new SendSizes(ends.source()).of(plan.sends()),
                tools.cleaning().plan(request));
    }

    /** @throws GuardException with the code of what a person has to mend, or the last temporary one */
    @Override
    public void perform(Story story) {
        refuseImpossible();
        Retries retries = new Retries(task.retries());
        Round round = new Round(task, ends, story, tools);
        while (true) {
            story.checkCancelled();
            int before = round.received();
            try {
                round.perform();
                return;
            } catch (GuardException e) {
                round.cleanUpAfter(e);
                retries.pauseAfter(e, round.received() > before, story);
            }
        }
    }

    @Override
    public void abandon(Story story) {
        new StrayHolds(new Marker(task.id()), ends).releaseQuietly(story);
    }

    private void refuseImpossible() {
        String sourceNas = ends.source().system().id();
        List<FieldError> broken = TransportRules.of(task, Optional.of(sourceNas));
        if (!broken.isEmpty()) {
            throw GuardException.ofFields(ErrorCode.INVALID_FIELD, broken);
        }
        if (sourceNas.equals(ends.target().system().id())) {
            List<PlanRequest.Root> clashing = TaskScope.roots(task, ends.datasets()).stream()
                    .filter(root -> root.source().overlaps(root.target()))
                    .toList();
            if (!clashing.isEmpty()) {
                throw new GuardException(
                        ErrorCode.TARGET_OVERLAP,
                        clashing.stream()
                                .map(root -> root.source() + " and its target " + root.target() + " overlap")
                                .collect(Collectors.joining("; ")));
            }
        }
    }

    private PoolFeatures receivable() {
        String pool = task.remoteDataset().pool();
        return PoolFeatures.parse(ends.target()
                .run(Script.of("datastore-guard-pool", PoolFeatures.SCRIPT, pool), DEADLINE)
                .stdout());
    }
}
