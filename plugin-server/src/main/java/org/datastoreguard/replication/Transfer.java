package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.nas.Script;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.SnapshotName;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/**
 * Performs steps directly from the source to the target: one script on the source, one ssh from there, however many steps.
 * It has succeeded only when every stage ended with 0 and the target read back the guid of every snapshot.
 */
final class Transfer {
    private final Marker marker;
    private final Ends ends;
    private final Route route;
    private final Duration stallTimeout;

    Transfer(ReplicationTask task, Ends ends) {
        this.marker = new Marker(task.id());
        this.ends = ends;
        this.route = Route.to(ends.target().system(), task.remote());
        this.stallTimeout = task.stallTimeout();
    }

    /** One announced step of the plan. */
    record Announced(Step step, Story.@Nullable Step told) {}

    /**
     * @return how many sends arrived; all, since otherwise it throws
     * @throws Failure with what had arrived until then
     */
    int perform(List<Announced> steps, Listing source, Story story) {
        TransferOrder order = new TransferOrder(
                marker, source, steps.stream().map(Announced::step).toList());
        List<Story.Step> told = new ArrayList<>();
        steps.forEach(step -> {
            if (step.told() != null) {
                told.add(step.told());
            }
        });
        AtomicReference<Nas.@Nullable Execution> running = new AtomicReference<>();
        try (StallWatch watch = new StallWatch(marker.taskId(), stallTimeout, () -> kill(running.get()))) {
            TransferReport report = new TransferReport(told, watch::moved);
            try {
                run(order, report, running, story);
                report.notes().forEach(story::info);
                refuseFailure(report, watch, order.wanted(), story);
                return report.receivedCount();
            } catch (GuardException e) {
                throw new Failure(e, report.receivedCount());
            } finally {
                report.close();
            }
        }
    }

    private void run(
            TransferOrder order, TransferReport report, AtomicReference<Nas.@Nullable Execution> running, Story story) {
        Script script = new Script(marker.tag(), TransferScripts.SOURCE, arguments(), order.input(ends.datasets()));
        story.checkCancelled();
        Nas.Execution execution = ends.source().start(script, report::read);
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

    private List<String> arguments() {
        return List.of(
                marker.tag(),
                marker.holding(),
                route.user(),
                route.host(),
                Integer.toString(route.port()),
                route.alias(),
                route.hostKey(),
                ends.target().commandLine(Script.of(marker.tag(), TransferScripts.TARGET)),
                ReplicationKeys.PRIVATE_KEY_FILE);
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
            throw new GuardException(
                    ErrorCode.NAS_AUTHENTICATION_FAILED,
                    ends.source().system().name()
                            + " has no replication key yet (~/" + ReplicationKeys.PRIVATE_KEY_FILE + "). Create it and"
                            + " add its public half to authorized_keys on "
                            + ends.target().system().name());
        }
        new Verdict(report, ends, route).refuseFailure();
        wanted.forEach((name, guid) -> {
            if (!guid.toString().equals(report.guidOnTarget(name.toString()))) {
                throw new GuardException(
                        ErrorCode.TARGET_NOT_VERIFIED,
                        "The target does not hold " + name + " with guid " + guid + " after it was sent");
            }
        });
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

    /** Finds the one cause among the words of three programs: a broken sender also upsets the receiver, and vice versa. */
    private record Verdict(TransferReport report, Ends ends, Route route) {
        void refuseFailure() {
            Integer sent = report.status("sent");
            Integer delivered = report.status("delivered");
            if (sent == null || delivered == null) {
                throw failure(ErrorCode.STREAM_INTERRUPTED, "The transfer was interrupted", report.stderr());
            }
            if (sent == 0 && delivered == 0) {
                return;
            }
            ErrorCode refused = report.refusal().isEmpty() ? null : ZfsErrors.classify(report.refusal());
            ErrorCode said =
                    report.stderr().isEmpty() ? ErrorCode.STREAM_INTERRUPTED : ZfsErrors.classify(report.stderr());
            boolean senderBroke = sent != 0 && said != ErrorCode.STREAM_INTERRUPTED && said != ErrorCode.ZFS_FAILED;
            if (refused != null && !(senderBroke && refused == ErrorCode.STREAM_INTERRUPTED)) {
                throw failure(
                        refused, name(ends.target()) + " refused the stream: " + report.refusal(), report.refusal());
            }
            if (senderBroke && said != ErrorCode.NAS_RIGHT_MISSING) {
                throw failure(said, name(ends.source()) + " could not send: " + report.stderr(), report.stderr());
            }
            if (delivered >= KILLED || sent >= KILLED) {
                throw SshErrors.of(
                        report.stderr(), ends.source().system(), ends.target().system(), route);
            }
            throw failure(said, name(ends.source()) + " could not send: " + report.stderr(), report.stderr());
        }

        /** From here on a shell's status tells of a signal, and 255 of ssh's own failure: not of what was sent. */
        private static final int KILLED = 128;

        private static String name(Nas nas) {
            return nas.system().name();
        }

        private static GuardException failure(ErrorCode code, String message, String stderr) {
            return GuardException.ofCommand(code, message, stderr);
        }
    }
}
