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
        AtomicReference<@Nullable StallWatch> watching = new AtomicReference<>();
        TransferReport report = new TransferReport(expected, () -> moved(watching.get()));
        boolean arrived = false;
        try {
            boolean stalled = run(order, report, watching, story);
            report.notes().forEach(story::info);
            refuseFailure(report, stalled, order.wanted(), story);
            arrived = true;
            return report.receivedCount();
        } catch (GuardException e) {
            throw new Failure(e, report.receivedCount());
        } finally {
            passage.close(order, arrived, story);
            report.close();
        }
    }

    /**
     * What comes before the start, such as holds or the wait for a free channel, has deadlines of its own; the watch begins
     * when bytes can move.
     *
     * @return whether it was ended since nothing moved any more
     */
    private boolean run(
            TransferOrder order, TransferReport report, AtomicReference<@Nullable StallWatch> watching, Story story) {
        story.checkCancelled();
        Nas.Execution execution = passage.start(order, report::read, story);
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

    private void refuseFailure(TransferReport report, boolean stalled, Map<SnapshotName, Guid> wanted, Story story) {
        story.checkCancelled();
        if (stalled) {
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
