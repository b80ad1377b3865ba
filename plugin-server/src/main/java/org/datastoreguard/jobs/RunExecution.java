package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.WorkFactory.Assignment;
import org.datastoreguard.schedule.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one run forward as far as it goes now: lets it wait for its window and its turn, or has it performed. Holds no
 * thread while a run waits.
 */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    /** How long a run waits for a machine that has to answer before its place is known. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final Runs runs;
    private final PlannedTasks tasks;
    private final WorkFactory works;
    private final Claims claims;
    private final RunQueue queue;
    private final RunDesk desk;
    private final RunPerformance performance;
    private final Listeners listeners;
    private final Clock clock;
    private final JobsSettings settings;
    /** Since when; forgotten with the server, whose successor is as patient again. */
    private final Map<String, Instant> unassignable = new ConcurrentHashMap<>();

    RunExecution(Parts parts) {
        this.runs = parts.runs();
        this.tasks = parts.tasks();
        this.works = parts.works();
        this.claims = parts.claims();
        this.queue = parts.queue();
        this.desk = parts.desk();
        this.performance = parts.performance();
        this.listeners = parts.listeners();
        this.clock = parts.clock();
        this.settings = parts.settings();
    }

    record Parts(
            Runs runs,
            PlannedTasks tasks,
            WorkFactory works,
            Claims claims,
            RunQueue queue,
            RunDesk desk,
            RunPerformance performance,
            Listeners listeners,
            Clock clock,
            JobsSettings settings) {}

    /** @return when to look again; empty when the run has ended */
    Optional<Instant> perform(String runId) {
        if (performance.performs(runId)) {
            // Its heartbeat looked too old, since the clock leapt or this server stood still; but it is under way here.
            return Optional.of(clock.instant().plus(settings.heartbeat()));
        }
        Optional<Run> found = runs.find(runId).filter(run -> !run.state().ended());
        if (found.isEmpty()) {
            return closeBooks(runId);
        }
        try {
            return advance(found.get());
        } catch (GuardException e) {
            if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
                throw e;
            }
            end(found.get(), RunState.FAILED, RunPerformance.failure(e));
            return closeBooks(runId);
        }
    }

    private Optional<Instant> advance(Run run) {
        PlannedTask task = tasks.find(run.kind(), run.taskId())
                .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "The task of this run was deleted"));
        if (!task.enabled() && run.trigger() != RunTrigger.MANUAL) {
            String reason = "The task was disabled while the run waited";
            end(run, RunState.CANCELLED, new Run.Failure(ErrorCode.TASK_DISABLED, false, reason, null));
            return closeBooks(run.id());
        }
        Optional<Instant> opening = opening(run, task);
        if (opening.isPresent()) {
            claims.inTurn(ledger -> {
                ledger.remove(run.id());
                return true;
            });
            return waitUntil(opening.get(), run, windowOpens(opening.get(), task));
        }
        if (performance.busy() || performance.closing()) {
            return waitUntil(
                    soon(), run, "its turn: this server performs " + settings.runsPerServer() + " runs already");
        }
        return assign(run)
                .map(assignment -> claimAndPerform(run, task, assignment))
                .orElseGet(() -> Optional.of(clock.instant().plus(ASK_AGAIN)));
    }

    /**
     * Empty while the run's place cannot be told for a reason that may be gone soon, such as a NAS or vCenter that is just
     * restarting.
     *
     * @throws GuardException when the reason is permanent, or has lasted for {@link #PATIENCE}
     */
    private Optional<Assignment> assign(Run run) {
        try {
            Assignment assignment = works.assignmentFor(run);
            unassignable.remove(run.id());
            return Optional.of(assignment);
        } catch (GuardException e) {
            Instant now = clock.instant();
            boolean patient = now.isBefore(
                    unassignable.computeIfAbsent(run.id(), id -> now).plus(PATIENCE));
            if (!e.code().temporary() || e.code() == ErrorCode.DATABASE_UNAVAILABLE || !patient) {
                throw e;
            }
            waitUntil(now.plus(ASK_AGAIN), run, e.message());
            return Optional.empty();
        }
    }

    /**
     * Empty when the run may start now. A snapshot that was due in its window takes a moment and is not put off when it
     * comes a little late; a replication may load the line for hours and keeps strictly to its window.
     */
    private Optional<Instant> opening(Run run, PlannedTask task) {
        Window window = task.window();
        if (window == null || run.trigger() == RunTrigger.MANUAL || run.kind() == RunKind.SNAPSHOT) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.of(window.nextOpening(now, task.zone())).filter(opening -> opening.isAfter(now));
    }

    private static String windowOpens(Instant opening, PlannedTask task) {
        ZonedDateTime local = opening.atZone(task.zone());
        return "window opens at " + CLOCK_TIME.format(local) + " " + task.zone() + " ("
                + opening.truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private Optional<Instant> claimAndPerform(Run run, PlannedTask task, Assignment assignment) {
        Grant grant = claims.inTurn(ledger -> claim(ledger, run, assignment));
        if (grant instanceof Refused refused) {
            return waitUntil(soon(), run, refused.reason());
        }
        if (grant instanceof Granted granted) {
            RunPerformance.Result result = performance.perform(granted.run(), task, assignment.work());
            return after(granted.run().id(), result);
        }
        return closeBooks(run.id());
    }

    private Optional<Instant> after(String runId, RunPerformance.Result result) {
        if (result == RunPerformance.Result.TAKEN_OVER) {
            return Optional.empty();
        }
        if (result == RunPerformance.Result.ENDED || cancelledMeanwhile(runId)) {
            return closeBooks(runId);
        }
        release(runId);
        return result == RunPerformance.Result.PAUSED ? perform(runId) : Optional.of(soon());
    }

    /**
     * Takes back what a run that was put aside, and then cancelled, left on the machines. Where another run of the task is
     * under way, nothing is done: it holds the same snapshots, and puts all in order itself.
     */
    void abandon(Run run) {
        Assignment assignment;
        try {
            assignment = works.assignmentFor(run);
        } catch (GuardException e) {
            LOG.info("What run {} left is put in order by the next run of its task: {}", run.id(), e.message());
            return;
        }
        if (claims.inTurn(ledger -> claimAbandoned(ledger, run, assignment))) {
            try {
                performance.abandon(run, assignment.work());
            } finally {
                release(run.id());
            }
        }
    }

    private boolean claimAbandoned(Claims.Ledger ledger, Run run, Assignment assignment) {
        Claim claim = claim(run, run.attempt(), assignment);
        boolean free = claim.obstacle(ledger.all(), settings.runsPerNas()).isEmpty();
        if (free) {
            ledger.put(claim);
        }
        return free;
    }

    private Claim claim(Run run, int attempt, Assignment assignment) {
        return new Claim(
                run.id(),
                run.taskId(),
                settings.nodeId(),
                attempt,
                true,
                false,
                assignment.writes(),
                assignment.nasSystemIds());
    }

    /** Who asks for it while the run is being put aside must not be forgotten. */
    private boolean cancelledMeanwhile(String runId) {
        boolean asked = claims.inTurn(
                ledger -> ledger.find(runId).filter(Claim::cancelRequested).isPresent());
        runs.find(runId)
                .filter(run -> asked)
                .ifPresent(run -> end(run, RunState.CANCELLED, RunPerformance.failure(RunPerformance.onRequest())));
        return asked;
    }

    private Grant claim(Claims.Ledger ledger, Run seen, Assignment assignment) {
        Optional<Run> current = runs.find(seen.id()).filter(run -> !run.state().ended());
        if (current.isEmpty()) {
            return new Ended();
        }
        List<Claim> all = ledger.all();
        boolean cancelled = all.stream().anyMatch(c -> c.runId().equals(seen.id()) && c.cancelRequested());
        if (cancelled) {
            end(current.get(), RunState.CANCELLED, RunPerformance.failure(RunPerformance.onRequest()));
            return new Ended();
        }
        Run run = current.get();
        int attempt = run.startedAt() == null ? run.attempt() : run.attempt() + 1;
        Claim claim = claim(run, attempt, assignment);
        Optional<String> obstacle = claim.obstacle(all, settings.runsPerNas());
        ledger.put(obstacle.isEmpty() ? claim : claim.inLine());
        return obstacle.<Grant>map(Refused::new)
                .orElseGet(() -> new Granted(run.running(clock.instant(), attempt, settings.nodeId())));
    }

    private sealed interface Grant {}

    private record Granted(Run run) implements Grant {}

    private record Refused(String reason) implements Grant {}

    private record Ended() implements Grant {}

    private Optional<Instant> waitUntil(Instant again, Run run, String reason) {
        boolean news = run.state() != RunState.WAITING || !reason.equals(run.waitingFor());
        if (news && runs.save(run.waiting(reason))) {
            RunLog log = new RunLog(runs, run.id(), clock);
            log.add(LogLine.Level.INFO, "Waiting: " + reason);
            log.write();
            listeners.changed(run.id());
        }
        return Optional.of(again);
    }

    private Instant soon() {
        return clock.instant().plus(LOOK_AGAIN);
    }

    private void end(Run run, RunState state, Run.Failure failure) {
        if (runs.save(run.ended(state, failure, clock.instant()))) {
            RunLog log = new RunLog(runs, run.id(), clock);
            log.add(LogLine.Level.ERROR, failure.message());
            log.write();
            listeners.changed(run.id());
        }
    }

    /** Whatever the end of a run entails; done again when a server died in the midst of it, so it must not add up. */
    private Optional<Instant> closeBooks(String runId) {
        unassignable.remove(runId);
        runs.find(runId).filter(RunExecution::tookSnapshots).ifPresent(this::startFollowers);
        release(runId);
        return Optional.empty();
    }

    private static boolean tookSnapshots(Run run) {
        return run.kind() == RunKind.SNAPSHOT
                && (run.state() == RunState.SUCCEEDED || run.state() == RunState.SUCCEEDED_WITH_WARNINGS);
    }

    private void startFollowers(Run snapshotRun) {
        for (PlannedTask task : tasks.all()) {
            if (task.enabled() && task.follows().contains(snapshotRun.taskId())) {
                String remark = "Follows snapshot run " + snapshotRun.id() + " of \"" + snapshotRun.taskName() + "\"";
                desk.openAutomatically(task, RunTrigger.AFTER_SNAPSHOT, null, remark);
            }
        }
    }

    private void release(String runId) {
        List<Claim> inLine = claims.inTurn(ledger -> {
            ledger.remove(runId);
            return ledger.all().stream().filter(c -> !c.granted()).toList();
        });
        inLine.forEach(claim -> queue.nudge(claim.runId()));
    }
}
