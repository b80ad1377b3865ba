package org.datastoreguard.snapshot;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.SnapshotRemoval;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DestroyAnswer;
import org.datastoreguard.zfs.DestroySummary;

/** Deletes a task's snapshots that have outlived its lifetime, or says which it would. Not thread-safe. */
public final class Retention {
    private static final int SHOWN = 20;

    private final SnapshotTask task;
    private final Nas nas;
    private final List<DatasetName> roots;
    private final ReplicationNeeds needs;
    private final Clock clock;

    /** @param datasets the task's source, as it was resolved for this run */
    public Retention(SnapshotTask task, Nas nas, List<DatasetName> datasets, ReplicationNeeds needs, Clock clock) {
        this.task = task;
        this.nas = nas;
        this.roots = datasets.stream().distinct().sorted().toList();
        this.needs = needs;
        this.clock = clock;
    }

    /**
     * What {@link #perform} would do now; changes nothing. A task without a lifetime deletes nothing.
     *
     * @throws org.datastoreguard.error.GuardException SOURCE_DATASET_MISSING, NAS_*
     */
    public RetentionPlan plan() {
        Lifetime lifetime = task.lifetime();
        if (lifetime == null) {
            return new RetentionPlan(List.of(), List.of(), null);
        }
        // Read before the snapshots are listed: what is sent meanwhile is kept once more, and nothing the other way
        // round.
        List<ReplicationNeeds.Need> needed = needs.of(nas.system().id());
        Instant now = clock.instant();
        RetentionPlan.Facts facts = new RetentionSurvey(task, nas)
                .take(roots, made -> !lifetime.endOf(made).isAfter(now));
        return RetentionPlan.of(task.id(), lifetime, facts, needed, clock.instant());
    }

    /** What could not be deleted is a warning: the next run tries again. */
    public void perform(Story story) {
        if (task.lifetime() == null) {
            return;
        }
        RetentionPlan plan = plan();
        if (plan.doubt() != null) {
            story.warn("No old snapshots are deleted on " + nas.system().name() + ": " + plan.doubt()
                    + ". Set the clocks right");
        }
        plan.spared().stream()
                .limit(SHOWN)
                .forEach(spared -> story.info("Keeps " + spared.snapshot().name() + ": " + spared.reason()));
        if (!plan.delete().isEmpty()) {
            tell(new SnapshotRemoval(nas).remove(plan.delete(), story::checkCancelled), story);
        }
    }

    private static void tell(List<DestroyAnswer> answers, Story story) {
        DestroySummary summary = new DestroySummary(answers);
        summary.destroyed("snapshots that have outlived their lifetime").ifPresent(story::info);
        summary.kept().forEach(story::warn);
    }
}
