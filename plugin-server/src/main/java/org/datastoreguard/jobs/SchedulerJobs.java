package org.datastoreguard.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.work.Story;

/**
 * {@link Jobs} on db-scheduler: its table says what is due when and which server does it; what a run is, whether it may
 * start and what it holds is ours. Several servers may share one database.
 *
 * <p>Each scheduled task has one execution at its next slot, which opens a run and moves on. Each run that has not ended
 * has one execution, which lets it wait without a thread, performs it, and is taken over when its server dies.
 */
public final class SchedulerJobs implements Jobs, RunEvents {
    private static final Duration RETRY_DATABASE = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;
    /** Slots and waiting runs are looked at even while the server performs as many runs as it may. */
    private static final int SPARE_THREADS = 8;

    private static final int WRITE_MILLIS = 500;
    private static final int RECONCILE_SECONDS = 30;

    private final PlannedTasks tasks;
    private final Runs runs;
    private final Clock clock;
    private final Listeners listeners = new Listeners();
    private final ExecutorService cancelActions = Executors.newCachedThreadPool(DaemonThreads.named("cancel"));
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(2, DaemonThreads.named("run-watch"));
    private final Claims claims;
    private final RunQueue queue;
    private final RunDesk desk;
    private final RunPerformance performance;
    private final RunWatch watch;
    private final RunExecution execution;
    private final Scheduler scheduler;

    /** @param dataSource a pool on the database of {@code runs}; stays the caller's to close, after this */
    public SchedulerJobs(
            DataSource dataSource,
            Runs runs,
            PlannedTasks tasks,
            WorkFactory works,
            Clock clock,
            JobsSettings settings) {
        this(dataSource, runs, tasks, works, clock, settings, Errands.NONE);
    }

    /** @param errands what is done besides runs */
    public SchedulerJobs(
            DataSource dataSource,
            Runs runs,
            PlannedTasks tasks,
            WorkFactory works,
            Clock clock,
            JobsSettings settings,
            Errands errands) {
        this.tasks = tasks;
        this.runs = runs;
        this.clock = clock;
        this.claims = new Claims(dataSource);
        this.queue = new RunQueue(clock);
        this.desk = new RunDesk(runs, claims, queue, listeners, clock);
        this.performance = new RunPerformance(runs, listeners, cancelActions, clock, settings);
        this.watch = new RunWatch(performance, claims, runs, tasks, queue, clock, settings.nodeId());
        this.execution = new RunExecution(new RunExecution.Parts(
                runs, tasks, works, claims, queue, desk, performance, listeners, clock, settings));
        this.scheduler = scheduler(
                dataSource,
                settings,
                slotTask(new SlotExecution(tasks, desk, clock), clock),
                runTask(execution, clock),
                errandTask(errands, clock));
        queue.connect(scheduler);
    }

    private Scheduler scheduler(DataSource dataSource, JobsSettings settings, Task<?>... known) {
        new DeadNode(dataSource).giveBack(settings.nodeId());
        SchedulerBuilder builder = Scheduler.create(dataSource, List.of(known))
                .schedulerName(new SchedulerName.Fixed(settings.nodeId()))
                .clock(clock::instant)
                .threads(settings.runsPerServer() + SPARE_THREADS)
                .pollingInterval(settings.pollInterval())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(settings.stopWithin())
                .failureLogging(LogLevel.WARN, true)
                .serializer(new SlotText())
                .enableImmediateExecution();
        H2Instants.ofH2(dataSource).ifPresent(builder::jdbcCustomization);
        return builder.build();
    }

    private static Task<String> slotTask(SlotExecution slots, Clock clock) {
        return Tasks.custom(RunQueue.SLOTS, String.class)
                .onFailure(new OnFailureRetryLater<>(RETRY_DATABASE))
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, context) ->
                        thenSlot(slots.perform(instance.getId(), Instant.parse(instance.getData()))));
    }

    private static CompletionHandler<String> thenSlot(Optional<Instant> next) {
        return next.<CompletionHandler<String>>map(
                        slot -> (complete, operations) -> operations.reschedule(complete, slot, slot.toString()))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    private static Task<Void> runTask(RunExecution execution, Clock clock) {
        return Tasks.custom(RunQueue.RUNS, Void.class)
                .onFailure(new OnFailureRetryLater<>(RETRY_DATABASE))
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, context) -> then(execution.perform(instance.getId())));
    }

    private static Task<Void> errandTask(Errands errands, Clock clock) {
        return Tasks.custom(RunQueue.ERRANDS, Void.class)
                .onFailure(new OnFailureRetryLater<>(RETRY_DATABASE))
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
                .execute((instance, context) -> then(errands.perform(instance.getId())));
    }

    private static CompletionHandler<Void> then(Optional<Instant> again) {
        return again.<CompletionHandler<Void>>map(
                        instant -> (complete, operations) -> operations.reschedule(complete, instant))
                .orElseGet(CompletionHandler.OnCompleteRemove::new);
    }

    @Override
    public void start() {
        scheduler.start();
        watch.reconcile();
        timer.scheduleWithFixedDelay(watch::writeStories, WRITE_MILLIS, WRITE_MILLIS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(watch::lookAround, 1, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(watch::reconcile, RECONCILE_SECONDS, RECONCILE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void taskChanged(RunKind kind, String taskId) {
        Optional<PlannedTask> task = tasks.find(kind, taskId);
        Optional<TaskSchedule> schedule = task.filter(PlannedTask::enabled).map(PlannedTask::schedule);
        Optional<Instant> next = schedule.flatMap(s -> s.nextSlot(clock.instant()));
        next.ifPresentOrElse(slot -> queue.plan(kind, taskId, slot), () -> queue.unplan(kind, taskId));
        runs.unended(taskId).stream().filter(Run::pending).forEach(run -> queue.nudge(run.id()));
    }

    @Override
    public Run runNow(RunKind kind, String taskId) {
        return desk.openManually(tasks.find(kind, taskId)
                .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no such task")));
    }

    @Override
    public Run cancel(String runId) {
        boolean putAside = runs.find(runId)
                .filter(run -> run.state() == RunState.WAITING && run.startedAt() != null)
                .isPresent();
        Run run = claims.inTurn(ledger -> cancel(ledger, runId));
        if (run.state().ended()) {
            queue.drop(runId);
            listeners.changed(runId);
            if (putAside) {
                cancelActions.execute(() -> execution.abandon(run));
            }
        } else {
            performance.cancel(runId);
        }
        return run;
    }

    private Run cancel(Claims.Ledger ledger, String runId) {
        Run run = runs.find(runId).orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no such run"));
        if (run.state().ended()) {
            return run;
        }
        if (ledger.find(runId).filter(Claim::granted).isPresent()) {
            ledger.requestCancel(runId);
            return run;
        }
        Run cancelled =
                run.ended(RunState.CANCELLED, RunPerformance.failure(RunPerformance.onRequest()), clock.instant());
        runs.save(cancelled);
        ledger.remove(runId);
        return cancelled;
    }

    /** Sees to it that an errand is done; one that waits for its time goes on waiting. */
    public void wantErrand(String name) {
        queue.wantErrand(name);
    }

    /** Has an errand done now, also one that waits for its time. One that is being done finds out for itself. */
    public void hurryErrand(String name) {
        queue.hurryErrand(name);
    }

    @Override
    public Story.Registration listen(Consumer<String> listener) {
        return listeners.listen(listener);
    }

    /** Whether due work is being picked up; for readiness. */
    public boolean running() {
        return scheduler.getSchedulerState().isStarted()
                && !scheduler.getSchedulerState().isShuttingDown();
    }

    @Override
    public void close() {
        scheduler.pause();
        performance.stop();
        scheduler.stop();
        timer.shutdownNow();
        cancelActions.shutdown();
    }
}
