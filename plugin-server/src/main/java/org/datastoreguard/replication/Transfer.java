package org.datastoreguard.replication;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Performs steps from the source to the target: one script, and one pipe in it for each of a few lanes, however many steps.
 * It has succeeded only when every stage ended with 0 and the target read back the guid of every snapshot.
 */
final class Transfer {
    private final ReplicationTask task;
    private final Marker marker;
    private final Ends ends;
    private final Passage passage;
    private final Compressor compressor;
    private final Duration stallTimeout;
    private final int parallel;

    /** @param parallel how many datasets may be on their way at once; a task with a limit has one way, which keeps it */
    Transfer(ReplicationTask task, Ends ends, int parallel) {
        this.task = task;
        this.marker = new Marker(task.id());
        this.ends = ends;
        this.passage = Passage.of(task, ends);
        Wire wire = Wire.of(task);
        this.compressor = wire.compressor();
        this.stallTimeout = task.stallTimeout().plus(wire.drain());
        this.parallel = wire.limitKBps() > 0 || !passage.branches() ? 1 : parallel;
    }

    /** One announced step of the plan. */
    record Announced(Step step, Story.@Nullable Step told) {}

    /**
     * @return how many sends arrived; all, since otherwise it throws
     * @throws Failure with what had arrived until then
     */
    int perform(List<Announced> steps, Listing source, Story story) {
        Lanes lanes = lanes(steps.stream().map(Announced::step).toList(), source);
        TransferOrder order = new TransferOrder(task, source, lanes);
        AtomicReference<@Nullable StallWatch> watching = new AtomicReference<>();
        LaneReports reports = new LaneReports(expected(lanes, steps), () -> moved(watching.get()));
        boolean arrived = false;
        try {
            boolean stalled = run(order, reports, watching, story);
            reports.notes().forEach(story::info);
            refuseFailure(reports, stalled, order, story);
            arrived = true;
            return reports.receivedCount();
        } catch (GuardException e) {
            throw new Failure(e, reports.receivedCount());
        } finally {
            passage.close(order, arrived, story);
            reports.close();
        }
    }

    private Lanes lanes(List<Step> steps, Listing source) {
        return Lanes.of(
                steps, parallel, parallel == 1 ? Map.of() : new IncrementSizes(ends.source(), source).of(steps));
    }

    private static Map<Integer, List<TransferReport.Expected>> expected(Lanes lanes, List<Announced> steps) {
        Map<Step, TransferReport.Expected> announced = new IdentityHashMap<>();
        for (Announced step : steps) {
            if (step.told() != null && step.step() instanceof Step.Send send) {
                announced.put(send, TransferReport.Expected.of(send, step.told()));
            }
        }
        Map<Integer, List<TransferReport.Expected>> expected = new LinkedHashMap<>();
        lanes.numbered()
                .forEach((lane, own) -> expected.put(
                        lane,
                        own.stream()
                                .flatMap(step -> Optional.ofNullable(announced.get(step)).stream())
                                .toList()));
        return expected;
    }

    /**
     * What comes before the start, such as holds or the wait for a free channel, has deadlines of its own; the watch begins
     * when bytes can move.
     *
     * @return whether it was ended since nothing moved any more
     */
    private boolean run(
            TransferOrder order, LaneReports reports, AtomicReference<@Nullable StallWatch> watching, Story story) {
        story.checkCancelled();
        Nas.Execution execution = passage.start(order, reports::read, story);
        try (StallWatch watch = new StallWatch(marker.taskId(), stallTimeout, execution::kill);
                Story.Registration cancel = story.onCancel(execution::kill)) {
            watching.set(watch);
            execution.await();
            return watch.stalled();
        } catch (InterruptedException e) {
            execution.kill();
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "Interrupted while sending", e);
        }
    }

    private static void moved(@Nullable StallWatch watch) {
        if (watch != null) {
            watch.moved();
        }
    }

    private void refuseFailure(LaneReports reports, boolean stalled, TransferOrder order, Story story) {
        story.checkCancelled();
        if (stalled) {
            throw GuardException.ofCommand(
                    ErrorCode.STREAM_STALLED,
                    "Nothing moved for " + stallTimeout.toSeconds() + " s; the transfer was ended",
                    reports.stderr());
        }
        if (reports.common().keyMissing()) {
            throw passage.keyMissing();
        }
        if (reports.heard().isEmpty() || reports.common().status("sent") != null) {
            new Verdict(reports.common(), Map.of(), ends, passage, compressor).refuseFailure();
        }
        for (int lane : reports.heard()) {
            new Verdict(reports.of(lane), order.wanted(lane), ends, passage, compressor).refuseFailure();
        }
    }

    /** A transfer that did not come to its end. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final GuardException error;
        private final int received;

        Failure(GuardException error, int received) {
            super(error.getMessage(), error);
            this.error = error;
            this.received = received;
        }

        GuardException error() {
            return error;
        }

        /** How many sends had arrived whole before. */
        int received() {
            return received;
        }
    }
}
