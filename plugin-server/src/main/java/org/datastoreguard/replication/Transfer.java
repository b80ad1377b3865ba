package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.SnapshotName;
import org.jspecify.annotations.Nullable;

/**
 * Performs steps directly from the source to the target: one script, one ssh inside it, however many steps. It has succeeded only when every stage ended with 0 and the target read back the guid of every snapshot.
 */
final class Transfer {
    private final ReplicationTask task;
    private final Marker marker;
    private final Ends ends;
    private final Passage passage;
    private final Compressor compressor;
    private final Duration stallTimeout;

    Transfer(ReplicationTask task, Ends ends) {
        this.task = task;
        this.marker = new Marker(task.id());
        this.ends = ends;
        this.passage = Passage.of(task, ends);
        Wire wire = Wire.of(task);
        this.compressor = wire.compressor();
        this.stallTimeout = task.stallTimeout().plus(wire.drain());
    }

    /** One announced step of the plan. */
    record Announced(Step step, Story.@Nullable Step told) {}

    /**
     * @return how many sends arrived; all, since otherwise it throws
     * @throws Failure with what had arrived until then
     */
    int perform(List<Announced> steps, Listing source, Story story) {
        TransferOrder order = new TransferOrder(
                task, source, steps.stream().map(Announced::step).toList());
        List<TransferReport.Expected> expected = new ArrayList<>();
        steps.forEach(step -> {
            if (step.told() != null && step.step() instanceof Step.Send send) {
                expected.add(TransferReport.Expected.of(send, step.told()));
            }
        });
        AtomicReference<Nas.@Nullable Execution> running = new AtomicReference<>();
        try (StallWatch watch = new StallWatch(marker.taskId(), stallTimeout, () -> kill(running.get()))) {
            boolean arrived = false;
            TransferReport report = new TransferReport(expected, watch::moved);
            try {
                run(order, report, running, story);
                report.notes().forEach(story::info);
                refuseFailure(report, watch, order.wanted(), story);
                arrived = true;
                return report.receivedCount();
            } catch (GuardException e) {
                throw new Failure(e, report.receivedCount());
            } finally {
                passage.close(order, arrived, story);
                report.close();
            }
        }
    }

    private void run(
            TransferOrder order, TransferReport report, AtomicReference<Nas.@Nullable Execution> running, Story story) {
        story.checkCancelled();
        Nas.Execution execution = passage.start(order, report::read, story);
        running.set(execution);
        try (Story.Registration cancel = story.onCancel(execution::kill)) {
            execution.await();
        } catch (InterruptedException e) {
            execution.kill();
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "Interrupted while sending", e);
        }
    }

    private static void kill(Nas.@Nullable Execution execution) {
        if (execution != null) {
            execution.kill();
        }
    }

    private void refuseFailure(TransferReport report, StallWatch watch, Map<SnapshotName, Guid> wanted, Story story) {
        story.checkCancelled();
        if (watch.stalled()) {
            throw GuardException.ofCommand(
                    ErrorCode.STREAM_STALLED,
                    "Nothing moved for " + stallTimeout.toSeconds() + " s; the transfer was ended",
                    report.stderr());
        }
        if (report.keyMissing()) {
            throw passage.keyMissing();
        }
        new Verdict(report, wanted, ends, passage, compressor).refuseFailure();
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
