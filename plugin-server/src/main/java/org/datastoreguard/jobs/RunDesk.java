package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** Where runs are opened. Thread-safe, and safe beside other servers on the same database. */
final class RunDesk {
    private final Runs runs;
    private final Claims claims;
    private final RunQueue queue;
    private final Listeners listeners;
    private final RunIds ids;
    private final Clock clock;

    RunDesk(Runs runs, Claims claims, RunQueue queue, Listeners listeners, Clock clock) {
        this.runs = runs;
        this.claims = claims;
        this.queue = queue;
        this.listeners = listeners;
        this.ids = new RunIds(clock);
        this.clock = clock;
    }

    /** @throws GuardException ALREADY_RUNNING when a run that somebody asked for waits already */
    Run openManually(PlannedTask task) {
        return claims.inTurn(ledger -> {
            pending(task, true).ifPresent(run -> {
                throw new GuardException(
                        ErrorCode.ALREADY_RUNNING,
                        "Run " + run.id() + " of this task is queued already; it will start next");
            });
            return open(task, RunTrigger.MANUAL, null, "Started by hand").orElseThrow();
        });
    }

    /**
     * Opens a run on the product's own account. A run of the task that waits already stands for this one too: when its
     * turn comes, it does all there is to do.
     */
    void openAutomatically(PlannedTask task, RunTrigger trigger, @Nullable Instant slot, String remark) {
        claims.inTurn(ledger -> {
            Optional<Run> pending = pending(task, false);
            if (pending.isEmpty()) {
                return open(task, trigger, slot, remark);
            }
            if (slot == null || !slot.equals(pending.get().slot())) {
                note(pending.get().id(), slot == null ? remark : "Stands for the slot " + slot + " too");
            }
            return pending;
        });
    }

    /** Puts on record that a slot was missed and is not made up for. */
    void recordMissed(PlannedTask task, Instant slot, String reason) {
        Instant now = clock.instant();
        Run.Failure failure = new Run.Failure(ErrorCode.CANCELLED, false, reason, null);
        Run missed =
                Run.opened(ids.next(), task, RunTrigger.SCHEDULE, slot, now).ended(RunState.CANCELLED, failure, now);
        if (runs.open(missed)) {
            note(missed.id(), reason);
        }
    }

    private Optional<Run> pending(PlannedTask task, boolean manual) {
        return runs.unended(task.id()).stream()
                .filter(Run::pending)
                .filter(run -> (run.trigger() == RunTrigger.MANUAL) == manual)
                .findFirst();
    }

    private Optional<Run> open(PlannedTask task, RunTrigger trigger, @Nullable Instant slot, String remark) {
        Run run = Run.opened(ids.next(), task, trigger, slot, clock.instant());
        if (!runs.open(run)) {
            return Optional.empty();
        }
        note(run.id(), remark);
        queue.perform(run.id());
        return Optional.of(run);
    }

    private void note(String runId, String remark) {
        if (!remark.isEmpty()) {
            RunLog log = new RunLog(runs, runId, clock);
            log.add(LogLine.Level.INFO, remark);
            log.write();
        }
        listeners.changed(runId);
    }
}
