package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.WorkFactory.Assignment;
import org.datastoreguard.jobs.WorkFactory.Subtree;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs promise, on a real database with a real scheduler. Waits for events; the clock is set where it matters. */
@Timeout(120)
abstract class JobsContract {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant START = Instant.parse("2026-11-21T10:00:20Z");
    private static final TaskSchedule EACH_MINUTE =
            new TaskSchedule(new TaskSchedule.Interval(Duration.ofMinutes(1), Set.of()), null, UTC);
    private static final TaskSchedule HOURLY =
            new TaskSchedule(new TaskSchedule.Interval(Duration.ofHours(1), Set.of()), null, UTC);

    private final MovableClock clock = new MovableClock(START);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, PlannedTask> tasks = new ConcurrentHashMap<>();
    private final Map<String, Assignment> assignments = new ConcurrentHashMap<>();
    private final Map<String, GuardException> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger performed = new AtomicInteger();
    private final CountDownLatch testEnded = new CountDownLatch(1);
    private volatile Errands errands = Errands.NONE;

    /** A database that is empty before each test. */
    abstract DatabaseSettings freshDatabase();

    private @Nullable DatabaseSettings database;

    @BeforeEach
    void openDatabase() {
        database = freshDatabase();
    }

    @AfterEach
    void closeAll() {
        testEnded.countDown();
        nodes.forEach(Node::close);
    }

    /** One server: its own pool, its own scheduler. */
    private final class Node {
        final Database pool;
        final StoredRuns runs;
        final SchedulerJobs jobs;
        private boolean closed;

        Node(String id) {
            pool = Database.open(Objects.requireNonNull(database));
            runs = new StoredRuns(pool);
            jobs = new SchedulerJobs(
                    pool.dataSource(),
                    runs,
                    new TestTasks(),
                    run -> {
                        Optional.ofNullable(refusals.get(run.taskId())).ifPresent(refusal -> {
                            throw refusal;
                        });
                        return Optional.ofNullable(assignments.get(run.taskId()))
                                .orElseThrow(
                                        () -> new GuardException(ErrorCode.DATASTORE_UNMAPPED, "No dataset known"));
                    },
                    clock,
                    new JobsSettings(id, 2, 8, Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(5)),
                    name -> errands.perform(name));
            nodes.add(this);
        }

        Node start() {
            jobs.start();
            return this;
        }

        /** As if the power had gone: nothing is told to anybody, and the database never hears of it again. */
        void kill() {
            pool.close();
        }

        void close() {
            if (!closed) {
                closed = true;
                jobs.close();
                pool.close();
            }
        }

        Run find(String id) {
            return runs.find(id).orElseThrow();
        }

        Run awaitState(String id, RunState state) {
            await().atMost(Duration.ofSeconds(30)).until(() -> find(id).state() == state);
            return find(id);
        }

        List<Run> of(String taskId) {
            return runs.list(new Runs.Filter(taskId, null, null, null), 1000, null);
        }

        Run awaitOnly(String taskId, RunState state) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> of(taskId).size() == 1 && of(taskId).get(0).state() == state);
            return of(taskId).get(0);
        }

        String log(String id) {
            return String.join(
                    "\n", runs.log(id, 0, 1000).stream().map(LogLine::text).toList());
        }
    }

    private final class TestTasks implements PlannedTasks {
        @Override
        public List<PlannedTask> all() {
            return List.copyOf(tasks.values());
        }

        @Override
        public Optional<PlannedTask> find(RunKind kind, String id) {
            return Optional.ofNullable(tasks.get(id)).filter(t -> t.kind() == kind);
        }
    }

    private void snapshotTask(String id, @Nullable TaskSchedule schedule, boolean catchUp, @Nullable Window window) {
        tasks.put(
                id,
                new PlannedTask(
                        RunKind.SNAPSHOT,
                        id,
                        "Task " + id,
                        null,
                        schedule,
                        window,
                        UTC,
                        false,
                        catchUp,
                        true,
                        Set.of()));
    }

    private void replicationTask(String id, @Nullable Window window, String... follows) {
        replicationTask(id, window, false, follows);
    }

    private void replicationTask(String id, @Nullable Window window, boolean pauseAtEnd, String... follows) {
        tasks.put(
                id,
                new PlannedTask(
                        RunKind.REPLICATION,
                        id,
                        "Task " + id,
                        null,
                        null,
                        window,
                        UTC,
                        pauseAtEnd,
                        true,
                        true,
                        Set.of(follows)));
    }

    private PlannedTask task(String id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    private static Run.Failure error(Run run) {
        return Objects.requireNonNull(run.error());
    }

    private void does(String taskId, Work work) {
        assignments.put(taskId, new Assignment(work, List.of(), Set.of()));
    }

    private Work counted() {
        return story -> performed.incrementAndGet();
    }

    /** Ends when it is let go or cancelled, as a transfer does. */
    private final class Transfer implements Work {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        final AtomicInteger abandoned = new AtomicInteger();
        final AtomicInteger atOnce = new AtomicInteger();
        final AtomicInteger mostAtOnce = new AtomicInteger();

        @Override
        public void abandon(Story story) {
            abandoned.incrementAndGet();
        }

        @Override
        public void perform(Story story) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.countDown();
            performed.incrementAndGet();
            CountDownLatch end = new CountDownLatch(1);
            try (Story.Registration kill = story.onCancel(end::countDown)) {
                while (mayEnd.getCount() > 0 && end.getCount() > 0 && testEnded.getCount() > 0) {
                    end.await(20, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                throw new GuardException(ErrorCode.STREAM_INTERRUPTED, "interrupted", e);
            } finally {
                atOnce.decrementAndGet();
            }
            story.checkCancelled();
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void runsEachSlotOnceThoughTwoServersWatchTheSameTask() {
        snapshotTask("s", EACH_MINUTE, true, null);
        does("s", counted());
        Node a = new Node("a").start();
        Node b = new Node("b").start();
        a.jobs.taskChanged(RunKind.SNAPSHOT, "s");
        b.jobs.taskChanged(RunKind.SNAPSHOT, "s");

        for (int minute = 1; minute <= 5; minute++) {
            clock.set(Instant.parse("2026-11-21T10:0" + minute + ":00Z"));
            int expected = minute;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> a.of("s").stream()
                                    .filter(r -> r.state() == RunState.SUCCEEDED)
                                    .count()
                            == expected);
        }

        assertThat(a.of("s"))
                .extracting(Run::slot)
                .containsExactly(
                        Instant.parse("2026-11-21T10:05:00Z"),
                        Instant.parse("2026-11-21T10:04:00Z"),
                        Instant.parse("2026-11-21T10:03:00Z"),
                        Instant.parse("2026-11-21T10:02:00Z"),
                        Instant.parse("2026-11-21T10:01:00Z"));
        assertThat(a.of("s")).extracting(Run::trigger).containsOnly(RunTrigger.SCHEDULE);
        assertThat(performed).hasValue(5);
    }

    /** A run that follows a snapshot and waits for its window. */
    private Run afterASnapshot(Node node, Window window) {
        replicationTask("r", window, "s");
        does("r", counted());
        snapshotTask("s", null, true, null);
        does("s", story -> {});
        node.jobs.runNow(RunKind.SNAPSHOT, "s");
        return node.awaitOnly("r", RunState.WAITING);
    }

    @Test
    void waitsForTheWindowAndSaysWhenItOpens() {
        Node node = new Node("a").start();
        Run waiting = afterASnapshot(node, new Window(LocalTime.of(22, 0), LocalTime.of(6, 0)));
        assertThat(waiting.trigger()).isEqualTo(RunTrigger.AFTER_SNAPSHOT);
        assertThat(waiting.waitingFor()).isEqualTo("window opens at 22:00 UTC (2026-11-21T22:00:00Z)");
        assertThat(waiting.startedAt()).isNull();
        assertThat(node.log(waiting.id())).contains("Waiting: window opens at 22:00 UTC");

        clock.set(Instant.parse("2026-11-21T22:00:00Z"));
        Run done = node.awaitState(waiting.id(), RunState.SUCCEEDED);
        assertThat(done.waitingFor()).isNull();
        assertThat(performed).hasValue(1);
    }

    @Test
    void looksAtTheWindowAgainWhenTheTaskIsChanged() {
        Node node = new Node("a").start();
        Run waiting = afterASnapshot(node, new Window(LocalTime.of(22, 0), LocalTime.of(6, 0)));

        replicationTask("r", null, "s");
        node.jobs.taskChanged(RunKind.REPLICATION, "r");

        node.awaitState(waiting.id(), RunState.SUCCEEDED);
    }

    @Test
    void ignoresTheWindowForARunStartedByHandAndSaysSo() {
        replicationTask("r", new Window(LocalTime.of(22, 0), LocalTime.of(6, 0)));
        does("r", counted());
        Node node = new Node("a").start();

        Run run = node.jobs.runNow(RunKind.REPLICATION, "r");

        node.awaitState(run.id(), RunState.SUCCEEDED);
        assertThat(node.log(run.id()))
                .contains("Started by hand")
                .contains("The window 22:00–06:00 (UTC) does not hold for a run started by hand");
    }

    private static final Window UNTIL_ELEVEN = new Window(LocalTime.of(10, 0), LocalTime.of(10, 1));

    /** A run that is under way in its window, started by a snapshot. */
    private Run underWay(Node node, Transfer transfer, boolean pauseAtEnd) throws InterruptedException {
        replicationTask("r", UNTIL_ELEVEN, pauseAtEnd, "s");
        does("r", transfer);
        snapshotTask("s", null, true, null);
        does("s", story -> {});
        node.jobs.runNow(RunKind.SNAPSHOT, "s");
        transfer.awaitBegun();
        return node.awaitOnly("r", RunState.RUNNING);
    }

    @Test
    void pausesARunAtTheEndOfItsWindowAndGoesOnInTheNext() throws InterruptedException {
        Node node = new Node("a").start();
        Run run = underWay(node, new Transfer(), true);

        clock.set(Instant.parse("2026-11-21T10:02:00Z"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> String.valueOf(node.find(run.id()).waitingFor()).startsWith("window opens"));
        Run paused = node.find(run.id());
        assertThat(paused.state()).isEqualTo(RunState.WAITING);
        assertThat(paused.waitingFor()).isEqualTo("window opens at 10:00 UTC (2026-11-22T10:00:00Z)");
        assertThat(node.log(run.id())).contains("The window 10:00–10:01 (UTC) closed: paused");

        does("r", counted());
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(node.awaitState(run.id(), RunState.SUCCEEDED).attempt()).isEqualTo(2);
        assertThat(node.of("r")).hasSize(1);
    }

    @Test
    void goesOnPastTheEndOfTheWindowUnlessTheTaskPauses() throws InterruptedException {
        Transfer transfer = new Transfer();
        Node node = new Node("a").start();
        Run run = underWay(node, transfer, false);
        Transfer pausing = new Transfer();
        replicationTask("p", UNTIL_ELEVEN, true);
        does("p", pausing);
        Run byHand = node.jobs.runNow(RunKind.REPLICATION, "p");
        pausing.awaitBegun();
        replicationTask("q", UNTIL_ELEVEN, true, "s");
        does("q", new Transfer());
        node.jobs.runNow(RunKind.SNAPSHOT, "s");
        Run other = node.awaitOnly("q", RunState.RUNNING);

        clock.set(Instant.parse("2026-11-21T10:02:00Z"));

        node.awaitState(other.id(), RunState.WAITING);
        assertThat(node.find(run.id()).state()).as("does not pause").isEqualTo(RunState.RUNNING);
        assertThat(node.find(byHand.id()).state()).as("started by hand").isEqualTo(RunState.RUNNING);
        transfer.mayEnd.countDown();
        pausing.mayEnd.countDown();
        node.awaitState(run.id(), RunState.SUCCEEDED);
        node.awaitState(byHand.id(), RunState.SUCCEEDED);
    }

    @Test
    void goesOnWithWhatItPerformsWhenItsClockLeaps() throws InterruptedException {
        Transfer transfer = new Transfer();
        replicationTask("r", null);
        does("r", transfer);
        Node node = new Node("a").start();
        Run run = node.jobs.runNow(RunKind.REPLICATION, "r");
        transfer.awaitBegun();

        for (int leap = 1; leap <= 3; leap++) {
            clock.forward(Duration.ofHours(1));
            // A run that is due now is performed only after the scheduler looked for dead ones under the new time.
            does("other" + leap, counted());
            replicationTask("other" + leap, null);
            Run other = node.jobs.runNow(RunKind.REPLICATION, "other" + leap);
            node.awaitState(other.id(), RunState.SUCCEEDED);
        }
        assertThat(node.find(run.id()).state()).isEqualTo(RunState.RUNNING);
        transfer.mayEnd.countDown();
        assertThat(node.awaitState(run.id(), RunState.SUCCEEDED).attempt()).isEqualTo(1);
        assertThat(transfer.mostAtOnce).hasValue(1);
    }

    @Test
    void cancelsARunThatIsPaused() throws InterruptedException {
        Node node = new Node("a").start();
        Transfer transfer = new Transfer();
        Run run = underWay(node, transfer, true);
        clock.set(Instant.parse("2026-11-21T10:02:00Z"));
        node.awaitState(run.id(), RunState.WAITING);

        node.jobs.cancel(run.id());
        await("what it left to be taken back").until(() -> transfer.abandoned.get() == 1);

        assertThat(error(node.awaitState(run.id(), RunState.CANCELLED)).code()).isEqualTo(ErrorCode.CANCELLED);
        clock.set(Instant.parse("2026-11-22T10:00:00Z"));
        node.jobs.runNow(RunKind.SNAPSHOT, "s");
        await().atMost(Duration.ofSeconds(30)).until(() -> node.of("r").size() == 2);
        assertThat(node.find(run.id()).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void queuesOneRunByHandBehindTheRunningOneAndRefusesAThird() throws InterruptedException {
        Transfer transfer = new Transfer();
        replicationTask("r", null);
        does("r", transfer);
        Node node = new Node("a").start();
        Run first = node.jobs.runNow(RunKind.REPLICATION, "r");
        transfer.awaitBegun();

        Run second = node.jobs.runNow(RunKind.REPLICATION, "r");
        GuardException refused =
                catchThrowableOfType(GuardException.class, () -> node.jobs.runNow(RunKind.REPLICATION, "r"));

        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_RUNNING);
        Run waiting = node.awaitState(second.id(), RunState.WAITING);
        assertThat(waiting.waitingFor()).isEqualTo("run " + first.id() + " of the same task to end");
        transfer.mayEnd.countDown();
        node.awaitState(second.id(), RunState.SUCCEEDED);
        assertThat(transfer.mostAtOnce).hasValue(1);
        assertThat(catchThrowableOfType(GuardException.class, () -> node.jobs.runNow(RunKind.REPLICATION, "no"))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void runsOnceForAllSlotsThatWentByWhileNoServerRan() {
        snapshotTask("s", HOURLY, true, null);
        does("s", counted());
        Node before = new Node("a").start();
        before.jobs.taskChanged(RunKind.SNAPSHOT, "s");
        before.close();

        clock.set(Instant.parse("2026-11-21T13:30:00Z"));
        Node after = new Node("a").start();

        Run run = after.awaitOnly("s", RunState.SUCCEEDED);
        assertThat(run.trigger()).isEqualTo(RunTrigger.CATCH_UP);
        assertThat(run.slot()).isEqualTo(Instant.parse("2026-11-21T13:00:00Z"));
        assertThat(after.log(run.id()))
                .contains("3 slots from 2026-11-21T11:00:00Z to 2026-11-21T13:00:00Z were missed");
        assertThat(performed).hasValue(1);
    }

    @Test
    void recordsSlotsThatAreNotMadeUpFor() {
        snapshotTask("s", HOURLY, true, new Window(LocalTime.of(9, 0), LocalTime.of(12, 0)));
        snapshotTask("never", HOURLY, false, null);
        does("s", counted());
        does("never", counted());
        Node before = new Node("a").start();
        before.jobs.taskChanged(RunKind.SNAPSHOT, "s");
        before.jobs.taskChanged(RunKind.SNAPSHOT, "never");
        before.close();

        clock.set(Instant.parse("2026-11-21T13:30:00Z"));
        Node after = new Node("a").start();

        Run missed = after.awaitOnly("s", RunState.CANCELLED);
        assertThat(error(missed).message()).contains("its window 09:00–12:00 (UTC) is closed now");
        assertThat(error(after.awaitOnly("never", RunState.CANCELLED)).message())
                .contains("the task does not catch up");
        assertThat(performed).hasValue(0);
    }

    @Test
    void takesUpAtOnceWhatItWasDoingWhenItWasKilled() throws InterruptedException {
        Transfer lost = new Transfer();
        replicationTask("r", null);
        does("r", lost);
        Node before = new Node("a").start();
        Run run = before.jobs.runNow(RunKind.REPLICATION, "r");
        lost.awaitBegun();
        before.kill();

        does("r", counted());
        Node after = new Node("a").start();

        Run done = after.awaitState(run.id(), RunState.SUCCEEDED);
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(after.log(run.id())).contains("Taken up again where it was interrupted, attempt 2");
        assertThat(after.of("r")).hasSize(1);
        assertThat(performed).as("once by each").hasValue(2);
    }

    @Test
    void takesOverFromAServerThatDied() throws InterruptedException {
        Transfer lost = new Transfer();
        replicationTask("r", null);
        does("r", lost);
        Node a = new Node("a").start();
        Run run = a.jobs.runNow(RunKind.REPLICATION, "r");
        lost.awaitBegun();
        Node b = new Node("b").start();
        does("r", counted());
        a.kill();

        Run done = b.awaitState(run.id(), RunState.SUCCEEDED);

        assertThat(done.nodeId()).isEqualTo("b");
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(performed).hasValue(2);
    }

    @Test
    void anErrandIsDoneByOneServerAtATimeAndAgainWhenItSaidSo() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        errands = name -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            int times = performed.incrementAndGet();
            atOnce.decrementAndGet();
            return times % 5 == 0 ? Optional.empty() : Optional.of(clock.instant());
        };
        Node a = new Node("a").start();
        Node b = new Node("b").start();

        a.jobs.wantErrand("x");
        b.jobs.wantErrand("x");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(performed).hasValueGreaterThanOrEqualTo(5));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            b.jobs.wantErrand("x");
            assertThat(performed).hasValueGreaterThanOrEqualTo(10);
        });
        assertThat(most).hasValue(1);
    }

    @Test
    void anErrandThatWaitsForItsTimeGoesOnWaitingUnlessItIsHurried() {
        errands = name -> {
            performed.incrementAndGet();
            return Optional.of(clock.instant().plus(Duration.ofHours(1)));
        };
        Node a = new Node("a").start();
        a.jobs.wantErrand("x");
        await().atMost(Duration.ofSeconds(30)).untilAtomic(performed, equalTo(1));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            a.jobs.wantErrand("x");
            a.jobs.hurryErrand("x");
            assertThat(performed).hasValueGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void anErrandOfAServerThatDiedIsDoneByAnother() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        errands = name -> {
            begun.countDown();
            waitForTheEndOfTheTest();
            return Optional.empty();
        };
        Node a = new Node("a").start();
        a.jobs.wantErrand("x");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        errands = name -> {
            performed.incrementAndGet();
            return Optional.empty();
        };
        new Node("b").start();
        a.kill();

        await().atMost(Duration.ofSeconds(30)).untilAtomic(performed, equalTo(1));
    }

    private void waitForTheEndOfTheTest() {
        try {
            testEnded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stopsWorkingOnARunThatAnotherServerHasTakenOver() throws InterruptedException {
        Transfer first = new Transfer();
        replicationTask("r", null);
        does("r", first);
        Node a = new Node("a").start();
        Run run = a.jobs.runNow(RunKind.REPLICATION, "r");
        first.awaitBegun();

        // What server b does when it takes a for dead although it only stood still.
        Claims claims = new Claims(a.pool.dataSource());
        claims.inTurn(ledger -> {
            Claim claim = ledger.find(run.id()).orElseThrow();
            ledger.put(new Claim(
                    run.id(), "r", "b", claim.attempt() + 1, true, false, claim.writes(), claim.nasSystemIds()));
            return true;
        });

        await().atMost(Duration.ofSeconds(20)).until(() -> first.atOnce.get() == 0);
        assertThat(a.find(run.id()).state()).isEqualTo(RunState.RUNNING);
        assertThat(claims.all()).extracting(Claim::nodeId).containsExactly("b");
    }

    @Test
    void cancelsARunThatWaitsAtOnceAndOneThatRunsOnAnotherServer() throws InterruptedException {
        Transfer transfer = new Transfer();
        replicationTask("r", null);
        does("r", transfer);
        Node a = new Node("a").start();
        Run running = a.jobs.runNow(RunKind.REPLICATION, "r");
        transfer.awaitBegun();
        Node b = new Node("b");
        Run waiting = a.jobs.runNow(RunKind.REPLICATION, "r");
        a.awaitState(waiting.id(), RunState.WAITING);

        assertThat(b.jobs.cancel(waiting.id()).state()).isEqualTo(RunState.CANCELLED);
        b.jobs.cancel(running.id());

        Run cancelled = b.awaitState(running.id(), RunState.CANCELLED);
        assertThat(error(cancelled).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(b.jobs.cancel(running.id()).state()).isEqualTo(RunState.CANCELLED);
        assertThat(performed).hasValue(1);
        assertThat(catchThrowableOfType(GuardException.class, () -> b.jobs.cancel("none"))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void startsOneReplicationAfterSnapshotsHoweverManyCameMeanwhile() throws InterruptedException {
        Transfer transfer = new Transfer();
        snapshotTask("s", null, true, null);
        does("s", counted());
        replicationTask("r", null, "s");
        replicationTask("other", null, "another task");
        does("r", transfer);
        Node node = new Node("a").start();

        node.awaitState(node.jobs.runNow(RunKind.SNAPSHOT, "s").id(), RunState.SUCCEEDED);
        transfer.awaitBegun();
        for (int i = 0; i < 3; i++) {
            node.awaitState(node.jobs.runNow(RunKind.SNAPSHOT, "s").id(), RunState.SUCCEEDED);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> node.of("r").size() == 2);
        transfer.mayEnd.countDown();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> node.of("r").stream().allMatch(r -> r.state() == RunState.SUCCEEDED));
        assertThat(node.of("r")).hasSize(2).extracting(Run::trigger).containsOnly(RunTrigger.AFTER_SNAPSHOT);
        assertThat(node.log(node.of("r").get(0).id()).lines().filter(l -> l.startsWith("Follows snapshot run")))
                .as("the second run stands for three snapshots")
                .hasSize(3);
        assertThat(node.of("other")).isEmpty();
    }

    @Test
    void startsNoReplicationAfterASnapshotThatFailed() {
        snapshotTask("s", null, true, null);
        does("s", story -> {
            throw GuardException.ofCommand(ErrorCode.ZFS_FAILED, "zfs snapshot failed", "cannot create: no space\n");
        });
        replicationTask("r", null, "s");
        does("r", counted());
        Node node = new Node("a").start();

        Run failed = node.awaitState(node.jobs.runNow(RunKind.SNAPSHOT, "s").id(), RunState.FAILED);

        assertThat(failed.error())
                .isEqualTo(new Run.Failure(
                        ErrorCode.ZFS_FAILED, false, "zfs snapshot failed", "cannot create: no space\n"));
        assertThat(node.log(failed.id())).contains("zfs snapshot failed");
        assertThat(node.of("r")).isEmpty();
    }

    @Test
    void neverLetsTwoRunsWriteTheSameSubtreeNorMoreThanTheLimitUseOneMachine() {
        Transfer together = new Transfer();
        Node a = new Node("a").start();
        Node b = new Node("b").start();
        Subtree subtree = new Subtree("nas2", new DatasetName("tank/backup"));
        for (int i = 0; i < 4; i++) {
            replicationTask("same" + i, null);
            Subtree below = new Subtree("nas2", new DatasetName("tank/backup/d" + i % 2));
            assignments.put("same" + i, new Assignment(together, List.of(i < 2 ? subtree : below), Set.of("nas" + i)));
        }
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add((i % 2 == 0 ? a : b).jobs.runNow(RunKind.REPLICATION, "same" + i));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> runs.stream()
                                .filter(r -> a.find(r.id()).state() == RunState.WAITING)
                                .count()
                        == 3);
        together.mayEnd.countDown();
        runs.forEach(r -> a.awaitState(r.id(), RunState.SUCCEEDED));

        Transfer busy = new Transfer();
        List<Run> loading = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            replicationTask("nas" + i, null);
            assignments.put("nas" + i, new Assignment(busy, List.of(), Set.of("nas1")));
            loading.add((i % 2 == 0 ? a : b).jobs.runNow(RunKind.REPLICATION, "nas" + i));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> loading.stream()
                                .filter(r -> a.find(r.id()).state() == RunState.WAITING)
                                .count()
                        == 3);
        busy.mayEnd.countDown();
        loading.forEach(r -> a.awaitState(r.id(), RunState.SUCCEEDED));

        assertThat(busy.mostAtOnce).hasValue(2);
        assertThat(new Claims(a.pool.dataSource()).all()).isEmpty();
    }

    @Test
    void putsRunsAsideWhenItIsStoppedAndGoesOnAfterwards() throws InterruptedException {
        Transfer transfer = new Transfer();
        replicationTask("r", null);
        does("r", transfer);
        Node before = new Node("a").start();
        Run run = before.jobs.runNow(RunKind.REPLICATION, "r");
        transfer.awaitBegun();

        before.jobs.close();
        Run aside = before.find(run.id());
        before.close();

        assertThat(aside.state()).isEqualTo(RunState.WAITING);
        assertThat(aside.waitingFor()).isEqualTo("the server to be started again");
        does("r", counted());
        clock.forward(Duration.ofSeconds(5));
        Node after = new Node("a").start();
        assertThat(after.awaitState(run.id(), RunState.SUCCEEDED).attempt()).isEqualTo(2);
    }

    @Test
    void tellsTheWholeStory() {
        List<String> heard = new ArrayList<>();
        replicationTask("r", null);
        does("r", story -> {
            story.info("listing");
            Story.Step one = story.step("tank/vm", null, "tank/vm@a", 100);
            Story.Step two = story.step("tank/vm/x", "tank/vm/x@a", "tank/vm/x@b", -1);
            one.started();
            one.bytesDone(60);
            one.bytesDone(50);
            two.started();
            two.bytesTotal(40);
            one.bytesDone(110);
            one.succeeded();
            one.bytesDone(999);
            two.skipped();
            story.warn("one thing was odd");
        });
        Node node = new Node("a").start();
        Story.Registration registration = node.jobs.listen(id -> {
            synchronized (heard) {
                heard.add(id);
            }
        });

        Run run = node.awaitState(node.jobs.runNow(RunKind.REPLICATION, "r").id(), RunState.SUCCEEDED_WITH_WARNINGS);
        registration.close();

        assertThat(run.steps())
                .containsExactly(
                        new Run.Step(1, "tank/vm", null, "tank/vm@a", Run.StepState.SUCCEEDED, 110, 100),
                        new Run.Step(2, "tank/vm/x", "tank/vm/x@a", "tank/vm/x@b", Run.StepState.SKIPPED, 0, 40));
        assertThat(run.bytesDone()).isEqualTo(110);
        assertThat(run.bytesTotal()).isEqualTo(140);
        assertThat(run.warnings()).containsExactly("one thing was odd");
        assertThat(run.startedAt()).isNotNull();
        assertThat(run.endedAt()).isNotNull();
        assertThat(node.runs.log(run.id(), 0, 100))
                .extracting(LogLine::text)
                .containsExactly("Started by hand", "listing", "one thing was odd");
        assertThat(node.runs.log(run.id(), 0, 100)).extracting(LogLine::number).containsExactly(1L, 2L, 3L);
        assertThat(heard).contains(run.id());
    }

    @Test
    void showsProgressWhileItGoesOn() throws InterruptedException {
        Transfer transfer = new Transfer();
        replicationTask("r", null);
        does("r", story -> {
            Story.Step step = story.step("tank/vm", null, "tank/vm@a", 100);
            step.started();
            step.bytesDone(42);
            story.waitingFor("the other machine");
            transfer.perform(story);
        });
        Node node = new Node("a").start();
        Run run = node.jobs.runNow(RunKind.REPLICATION, "r");

        await().atMost(Duration.ofSeconds(20)).until(() -> node.find(run.id()).bytesDone() == 42);
        assertThat(node.find(run.id()).waitingFor()).isEqualTo("the other machine");
        transfer.mayEnd.countDown();
        assertThat(node.awaitState(run.id(), RunState.SUCCEEDED).waitingFor()).isNull();
    }

    @Test
    void hidesAnUnexpectedErrorBehindAnIncident() {
        replicationTask("r", null);
        does("r", story -> {
            throw new IllegalStateException("the password is hunter2");
        });
        Node node = new Node("a").start();

        Run run = node.awaitState(node.jobs.runNow(RunKind.REPLICATION, "r").id(), RunState.FAILED);

        assertThat(error(run).code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(error(run).message()).contains("incident").doesNotContain("hunter2");
        assertThat(node.log(run.id())).doesNotContain("hunter2");
    }

    @Test
    void failsARunWhoseWorkCannotBegin() {
        replicationTask("r", null);
        Node node = new Node("a").start();

        Run run = node.awaitState(node.jobs.runNow(RunKind.REPLICATION, "r").id(), RunState.FAILED);

        assertThat(error(run).code()).isEqualTo(ErrorCode.DATASTORE_UNMAPPED);
    }

    @Test
    void waitsForAMachineThatMustAnswerBeforeTheWorkCanBegin() {
        replicationTask("r", null);
        does("r", counted());
        refusals.put("r", new GuardException(ErrorCode.NAS_UNREACHABLE, "nas1 does not answer"));
        Node node = new Node("a").start();

        Run run = node.jobs.runNow(RunKind.REPLICATION, "r");
        assertThat(node.awaitState(run.id(), RunState.WAITING).waitingFor()).contains("nas1 does not answer");

        refusals.remove("r");
        clock.forward(Duration.ofMinutes(1));
        node.awaitState(run.id(), RunState.SUCCEEDED);
        assertThat(performed).hasValue(1);
    }

    @Test
    void givesUpOnAMachineThatDoesNotAnswerForHalfAnHour() {
        replicationTask("r", null);
        does("r", counted());
        refusals.put("r", new GuardException(ErrorCode.NAS_UNREACHABLE, "nas1 does not answer"));
        Node node = new Node("a").start();

        Run run = node.jobs.runNow(RunKind.REPLICATION, "r");
        node.awaitState(run.id(), RunState.WAITING);
        clock.forward(Duration.ofMinutes(31));

        Run failed = node.awaitState(run.id(), RunState.FAILED);
        assertThat(error(failed).code()).isEqualTo(ErrorCode.NAS_UNREACHABLE);
        assertThat(performed).hasValue(0);
    }

    @Test
    void endsWaitingRunsOfATaskThatIsDisabledAndTakesItsScheduleAway() {
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0));
        snapshotTask("s", HOURLY, true, null);
        does("s", counted());
        replicationTask("r", night, "s");
        does("r", counted());
        Node node = new Node("a").start();
        node.jobs.taskChanged(RunKind.SNAPSHOT, "s");
        node.jobs.runNow(RunKind.SNAPSHOT, "s");
        Run waiting = node.awaitOnly("r", RunState.WAITING);

        for (String id : List.of("s", "r")) {
            PlannedTask t = task(id);
            tasks.put(
                    id,
                    new PlannedTask(
                            t.kind(),
                            id,
                            t.name(),
                            null,
                            t.schedule(),
                            t.window(),
                            UTC,
                            false,
                            true,
                            false,
                            t.follows()));
            node.jobs.taskChanged(t.kind(), id);
        }

        Run ended = node.awaitState(waiting.id(), RunState.CANCELLED);
        assertThat(error(ended).code()).isEqualTo(ErrorCode.TASK_DISABLED);
        assertThat(performed).as("only the snapshot").hasValue(1);
    }

    @Test
    void queuesARunThatWasOpenedJustBeforeTheServerDied() {
        replicationTask("r", null);
        does("r", counted());
        Node node = new Node("a");
        Run leftOver =
                Run.opened(new RunIds(clock).next(), task("r"), RunTrigger.AFTER_SNAPSHOT, null, clock.instant());
        node.runs.open(leftOver);

        node.start();

        node.awaitState(leftOver.id(), RunState.SUCCEEDED);
    }

    @Test
    void startsTheReplicationOfASnapshotThoughTheServerDiedBetweenTheTwo() {
        snapshotTask("s", null, true, null);
        replicationTask("r", null, "s");
        does("r", counted());
        Node node = new Node("a");
        Run snapshot =
                Run.opened(new RunIds(clock).next(), task("s"), RunTrigger.SCHEDULE, clock.instant(), clock.instant());
        node.runs.open(snapshot);
        node.runs.save(snapshot.ended(RunState.SUCCEEDED, null, clock.instant()));
        Jdbi.create(node.pool.dataSource())
                .useHandle(handle -> handle.execute(
                        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, version)"
                                + " values (?, ?, ?, true, 'a', 1)",
                        RunQueue.RUNS,
                        snapshot.id(),
                        clock.instant().atOffset(ZoneOffset.UTC)));

        Node back = new Node("a").start();

        back.awaitOnly("r", RunState.SUCCEEDED);
    }
}
