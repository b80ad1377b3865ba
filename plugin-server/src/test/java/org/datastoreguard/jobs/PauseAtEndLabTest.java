package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datastoreguard.jobs.WorkFactory.Assignment;
import org.datastoreguard.jobs.WorkFactory.Subtree;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.nas.ReplicationKeys;
import org.datastoreguard.replication.Ends;
import org.datastoreguard.replication.MidStream;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationWork;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.schedule.Window;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real transfer whose window closes under it; only the clock is set. */
@LabTest
@Timeout(300)
class PauseAtEndLabTest {
    private static final Window NIGHT = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0));
    private static final int MEGABYTES = 30;
    /** Its heart beats seldom, so that a clock that jumps does not make it look dead. */
    private static final JobsSettings SETTINGS =
            new JobsSettings("node-1", 4, 24, Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofSeconds(8));

    private final Machine nas1;
    private final Machine nas2;
    private final DatasetName source;
    private final DatasetName target;
    private final ReplicationTask task;
    private final Assignment assignment;
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-21T05:00:00Z"));
    private final Database database;
    private final StoredRuns runs;
    private final SchedulerJobs jobs;

    PauseAtEndLabTest(Lab lab, @TempDir Path directory) {
        nas1 = lab.nas1();
        nas2 = lab.nas2();
        source = nas1.filesystem();
        target = nas2.reserve("tank");
        task = Tasks.push("pause-" + source.lastComponent(), source, target, nas2.peerHost(), nas2.peerPort());
        assignment = new Assignment(
                new ReplicationWork(task, new Ends(lab.nas(nas1, "root"), List.of(source), lab.nas(nas2, "root"))),
                List.of(new Subtree("nas2", target)),
                Set.of("nas1", "nas2"));
        database = Database.open(DatabaseSettings.embedded(directory.resolve("runs")));
        runs = new StoredRuns(database);
        jobs = new SchedulerJobs(database.dataSource(), runs, new OneTask(), run -> assignment, clock, SETTINGS);
        String key = new ReplicationKeys().create(lab.nas(nas1, "root"));
        nas2.shell("f=~root/.ssh/authorized_keys; grep -qF '" + key + "' $f || echo '" + key + "' >> $f");
    }

    private PlannedTask planned() {
        return new PlannedTask(
                RunKind.REPLICATION,
                task.id(),
                "Nightly",
                null,
                null,
                NIGHT,
                ZoneId.of("UTC"),
                true,
                true,
                true,
                Set.of());
    }

    private final class OneTask implements PlannedTasks {
        @Override
        public List<PlannedTask> all() {
            return List.of(planned());
        }

        @Override
        public Optional<PlannedTask> find(RunKind kind, String id) {
            return Optional.of(planned());
        }
    }

    @BeforeEach
    void write() {
        nas1.shell("head -c " + MEGABYTES + "M /dev/urandom > /" + source + "/big && zfs snapshot " + source + "@a");
    }

    @AfterEach
    void stop() {
        jobs.close();
        database.close();
    }

    @Test
    void a_transfer_stops_at_the_end_of_the_window_and_the_next_one_sends_only_the_rest() {
        Run opened = pausedInMidStream();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> String.valueOf(find(opened).waitingFor()).startsWith("window opens at 22:00 UTC"));
        await().atMost(Duration.ofSeconds(90))
                .until(() -> !nas2.shell("zfs get -H -o value receive_resume_token " + target)
                        .equals("-"));
        assertThat(nas1.shell("zfs list -Hp -d 1 -t snapshot -o userrefs " + source))
                .as("what is left to send stays held")
                .isEqualTo("1");
        assertThat(nas2.snapshots(target)).isEmpty();

        clock.set(Instant.parse("2026-11-21T22:00:00Z"));
        await().atMost(Duration.ofSeconds(120)).until(() -> find(opened).state().ended());

        Run ended = find(opened);
        assertThat(ended.state()).as(log(opened)).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.attempt()).isEqualTo(2);
        assertThat(ended.bytesDone()).as("only the rest was sent").isBetween(1L, MEGABYTES * 1_000_000L);
        assertThat(nas2.snapshots(target)).isNotEmpty().isEqualTo(nas1.snapshots(source));
        assertThat(nas1.shell("zfs list -Hp -d 1 -t snapshot -o userrefs " + source))
                .isEqualTo("0");
        assertThat(log(opened)).contains("paused", "Taken up again where it was interrupted");
    }

    @Test
    void a_paused_transfer_that_is_cancelled_leaves_nothing_held() {
        Run opened = pausedInMidStream();

        jobs.cancel(opened.id());

        await().atMost(Duration.ofSeconds(90))
                .until(() -> nas1.shell("zfs list -Hp -d 1 -t snapshot -o userrefs " + source)
                        .equals("0"));
        assertThat(find(opened).state()).isEqualTo(RunState.CANCELLED);
        await().until(() -> log(opened).contains("Released the hold"));
    }

    private Run pausedInMidStream() {
        Run opened = Run.opened(new RunIds(clock).next(), planned(), RunTrigger.SCHEDULE, null, clock.instant());
        runs.open(opened);
        jobs.start();
        MidStream.act(nas1, task.id(), "kill -STOP $p");
        assertThat(find(opened).state()).isEqualTo(RunState.RUNNING);

        clock.set(Instant.parse("2026-11-21T06:01:30Z"));
        await().atMost(Duration.ofSeconds(90)).until(() -> find(opened).state() == RunState.WAITING);
        return opened;
    }

    private Run find(Run run) {
        return runs.find(run.id()).orElseThrow();
    }

    private String log(Run run) {
        return String.join(
                "\n", runs.log(run.id(), 0, 1000).stream().map(LogLine::text).toList());
    }
}
