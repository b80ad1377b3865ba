package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.PoolFeatures;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: survey, plan, send. All steps go in few large batches, each one script; when a batch fails over one
 * dataset, both sides are surveyed again and what is left goes one dataset at a time, so that one of them does not keep
 * the others from being protected.
 */
final class Round {
    private static final int BATCH = 512;

    /** What says nothing about other datasets; everything else would hit the next one likewise. */
    private static final Set<ErrorCode> OF_ONE_DATASET = EnumSet.of(
            ErrorCode.TARGET_DIVERGED,
            ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT,
            ErrorCode.TARGET_HAS_DATA,
            ErrorCode.TARGET_TYPE_MISMATCH,
            ErrorCode.TARGET_ENCRYPTION_MISMATCH,
            ErrorCode.TARGET_BUSY,
            ErrorCode.TARGET_NOT_VERIFIED,
            ErrorCode.TARGET_OUT_OF_SPACE,
            ErrorCode.SNAPSHOT_VANISHED,
            ErrorCode.SOURCE_DATASET_MISSING,
            ErrorCode.RESUME_STATE_STALE,
            ErrorCode.POOL_FEATURE_MISSING,
            ErrorCode.ZFS_FAILED);

    private final ReplicationTask task;
    private final Ends ends;
    private final Story story;
    private final Tools tools;
    private final StrayHolds strayHolds;
    private @Nullable StreamFlags receivable;
    private int received;

    /**
     * What stays the same from attempt to attempt.
     *
     * @param features what the target's pool can receive; asked when first needed
     * @param parallel how many datasets may be on their way at once, from 1
     */
    record Tools(Supplier<PoolFeatures> features, TargetCleaning cleaning, int parallel) {}

    Round(ReplicationTask task, Ends ends, Story story, Tools tools) {
        this.task = task;
        this.ends = ends;
        this.story = story;
        this.tools = tools;
        this.strayHolds = new StrayHolds(new Marker(task.id()), ends);
    }

    /** Sends that arrived so far, over all attempts. */
    int received() {
        return received;
    }

    void perform() {
        Survey survey = new Survey(task, ends);
        PlanRequest request = survey.take();
        if (strayHolds.noted(request.source())) {
            strayHolds.release(story);
        }
        Plan plan = Planner.plan(request);
        Collection<String> notRolledBack = List.of();
        if (!plan.rollBacks().isEmpty()) {
            notRolledBack = rollBack(plan.rollBacks());
            request = survey.take().withoutRollBack();
            plan = Planner.plan(request);
        }
        Undecided undecided = Undecided.of(plan, notRolledBack);
        undecided.tell(story);
        tellOfReplacements(plan, request);
        if (plan.steps().isEmpty()
                && plan.conflicts().isEmpty()
                && plan.replacements().isEmpty()) {
            story.info("Both sides are equal; there is nothing to send");
        }
        send(receivable(plan), request, survey);
        swap(plan);
        undecided.refuse(coversOthers(plan, request));
        clean(survey);
    }

    private List<String> rollBack(List<RollBack> rollBacks) {
        List<String> remarks = new ArrayList<>();
        new RollBacks(ends.target())
                .perform(rollBacks, story)
                .forEach((dataset, why) -> remarks.add(dataset + " was not rolled back: " + why));
        return remarks;
    }

    private void tellOfReplacements(Plan plan, PlanRequest request) {
        plan.replacements().stream()
                .filter(Replacement::there)
                .forEach(one -> story.info(one.target() + " is received anew as " + one.fresh()
                        + "; the old one stays as it is until that is complete"));
        String suffix = request.scope().leave().fresh();
        Set<DatasetName> used =
                plan.replacements().stream().map(Replacement::fresh).collect(Collectors.toSet());
        request.target().byName().keySet().stream()
                .filter(name -> suffix != null && name.value().endsWith(suffix) && !used.contains(name))
                .forEach(name -> story.warn(name + " was begun to replace a target that is in order now."
                        + " Nothing uses it; delete it with zfs destroy -r '" + name + "'"));
    }

    /** Everything that was sent has been read back by then. */
    private void swap(Plan plan) {
        List<Replacement> complete =
                plan.replacements().stream().filter(Replacement::complete).toList();
        if (!complete.isEmpty()) {
            new Replacements(ends.target()).perform(complete, story);
        }
    }

    /** Only now, when all is well. */
    private void clean(Survey survey) {
        if (TargetLifetime.of(task) != null) {
            tools.cleaning().perform(survey.whole(), story);
        }
    }

    private static boolean coversOthers(Plan plan, PlanRequest request) {
        long covered = request.roots().stream()
                .mapToLong(root -> request.members(root).size())
                .sum();
        return plan.conflicts().size() < covered;
    }

    private void send(Plan plan, PlanRequest request, Survey survey) {
        try {
            send(plan.steps(), request.source(), BATCH);
        } catch (Transfer.Failure e) {
            if (!OF_ONE_DATASET.contains(e.error().code())
                    || datasets(plan.steps()).size() < 2) {
                throw e.error();
            }
            story.info(e.error().message());
            story.info("Going on one dataset at a time");
            oneAtATime(survey.take().withoutRollBack());
        }
    }

    /** After a transfer that was cut short, nobody else takes away the holds. */
    void cleanUpAfter(GuardException error) {
        if (error.code() == ErrorCode.CANCELLED
                || error.code() == ErrorCode.STREAM_STALLED
                || error.code() == ErrorCode.SHUTTING_DOWN) {
            strayHolds.releaseQuietly(story);
        }
    }

    private void oneAtATime(PlanRequest request) {
        List<GuardException> errors = new ArrayList<>();
        Set<DatasetName> failed = new HashSet<>();
        for (List<Step> steps : datasets(receivable(Planner.plan(request)).steps())) {
            if (steps.stream().anyMatch(step -> failed.stream().anyMatch(f -> f.contains(step.target())))) {
                continue;
            }
            try {
                send(steps, request.source(), BATCH);
            } catch (Transfer.Failure e) {
                if (!OF_ONE_DATASET.contains(e.error().code())) {
                    throw e.error();
                }
                story.warn(e.error().message());
                failed.add(steps.get(steps.size() - 1).target());
                errors.add(e.error());
            }
        }
        errors.stream().filter(e -> !e.code().temporary()).findFirst().ifPresent(e -> {
            throw e;
        });
        errors.stream().findFirst().ifPresent(e -> {
            throw e;
        });
    }

    private Plan receivable(Plan plan) {
        Set<DatasetName> fresh = plan.sends().stream()
                .filter(send -> send.creates() && send.resume() == null)
                .map(Step.Send::target)
                .collect(Collectors.toSet());
        return plan.withSteps(plan.steps().stream()
                .map(step -> step instanceof Step.Send send && fresh.contains(send.target()) ? receivable(send) : step)
                .toList());
    }

    /** A first full stream is made so that the target's pool can hold it; later ones keep to what the first was. */
    private Step receivable(Step.Send send) {
        StreamFlags able = receivable == null ? tools.features().get().receivable() : receivable;
        receivable = able;
        return new Step.Send(
                send.source(),
                send.target(),
                send.type(),
                send.base(),
                send.snapshots(),
                send.flags().within(able),
                null);
    }

    /** The steps of one dataset together, in order; parents that are created go with what needs them. */
    private static List<List<Step>> datasets(List<Step> steps) {
        List<List<Step>> datasets = new ArrayList<>();
        Map<DatasetName, List<Step>> byTarget = new LinkedHashMap<>();
        List<Step> creations = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.CreateParent) {
                creations.add(step);
                continue;
            }
            List<Step> own = byTarget.computeIfAbsent(step.target(), target -> new ArrayList<>());
            own.addAll(creations);
            creations.clear();
            own.add(step);
        }
        datasets.addAll(byTarget.values());
        return datasets;
    }

    private void send(List<Step> steps, Listing source, int batch) {
        List<Transfer.Announced> announced = steps.stream().map(this::announce).toList();
        try (SizeEstimates sizes = new SizeEstimates(ends.source(), announced, SizeEstimates.LASTING)) {
            sendInBatches(announced, source, batch);
        }
    }

    private void sendInBatches(List<Transfer.Announced> announced, Listing source, int batch) {
        Transfer transfer = new Transfer(task, ends, tools.parallel());
        for (int start = 0; start < announced.size(); start += batch) {
            try {
                received += transfer.perform(
                        announced.subList(start, Math.min(announced.size(), start + batch)), source, story);
            } catch (Transfer.Failure e) {
                received += e.received();
                announced
                        .subList(Math.min(announced.size(), start + batch), announced.size())
                        .forEach(Round::skip);
                throw e;
            }
        }
    }

    private static void skip(Transfer.Announced announced) {
        Story.Step told = announced.told();
        if (told != null) {
            told.skipped();
        }
    }

    private Transfer.Announced announce(Step step) {
        if (!(step instanceof Step.Send send)) {
            story.info("Will " + step + " on the target");
            return new Transfer.Announced(step, null);
        }
        Step.Base base = send.base();
        return new Transfer.Announced(
                step,
                story.step(
                        send.source().value(),
                        base == null ? null : base.name(),
                        send.to().name().toString(),
                        -1));
    }
}
