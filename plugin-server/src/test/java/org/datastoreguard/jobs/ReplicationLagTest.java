package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationLagTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Source DATASETS = new Source.OfDatasets("nas1", List.of(new DatasetName("tank/vm")));

    private Database database;
    private StoredRuns runs;

    @BeforeEach
    void start(@TempDir Path directory) {
        database = Database.open(DatabaseSettings.embedded(directory.resolve("guard")));
        runs = new StoredRuns(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private ReplicationLag at(Instant now) {
        return new ReplicationLag(runs, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ReplicationTask task(@Nullable Duration allowed, boolean enabled, String... snapshotTasks) {
        return Tasks.watched("copy", DATASETS, List.of(snapshotTasks), allowed, enabled);
    }

    private void snapshot(String task, RunState state, int minutes) {
        KeptRuns.ended(runs, RunKind.SNAPSHOT, task, state, NOON.plus(Duration.ofMinutes(minutes)));
    }

    private void replication(RunState state, int minutes) {
        KeptRuns.ended(runs, RunKind.REPLICATION, "copy", state, NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void what_has_arrived_is_the_newest_snapshot_that_was_there_when_the_last_good_run_began() {
        snapshot("hourly", RunState.SUCCEEDED, 0);
        snapshot("hourly", RunState.SUCCEEDED_WITH_WARNINGS, 20);
        replication(RunState.SUCCEEDED_WITH_WARNINGS, 30);
        snapshot("hourly", RunState.SUCCEEDED, 40);
        replication(RunState.FAILED, 45);
        snapshot("others", RunState.SUCCEEDED, 25);
        assertThat(at(NOON.plus(Duration.ofHours(1))).of(task(null, true, "hourly")))
                .contains(Duration.ofMinutes(40));
        assertThat(at(NOON.plus(Duration.ofHours(1))).of(task(null, true, "hourly", "others")))
                .contains(Duration.ofMinutes(35));
    }

    static SnapshotTask snapshotTask(String id) {
        return new SnapshotTask(
                id,
                id,
                DATASETS,
                false,
                List.of(),
                null,
                new TaskSchedule(new TaskSchedule.Interval(Duration.ofHours(1), Set.of()), null, ZoneOffset.UTC),
                NamingSchema.DEFAULT,
                true,
                false,
                SnapshotTask.OnVmFailure.CONTINUE,
                true,
                true,
                1);
    }

    @Test
    void read_at_once_for_many_tasks_it_is_the_same() {
        ReplicationTask task = task(Duration.ofMinutes(1), true, "hourly");
        new StoredReplicationTasks(database).add(task);
        new StoredSnapshotTasks(database).add(snapshotTask("hourly"));
        snapshot("hourly", RunState.SUCCEEDED, 0);
        snapshot("hourly", RunState.SUCCEEDED, 20);
        replication(RunState.SUCCEEDED, 30);
        Clock later = Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC);

        assertThat(new ReplicationLag(Successes.readAtOnce(runs), runs, later).of(task))
                .isEqualTo(new ReplicationLag(runs, later).of(task))
                .contains(Duration.ofMinutes(40));
        snapshot("hourly", RunState.SUCCEEDED, 40);
        assertThat(new ReplicationLag(Successes.readAtOnce(runs), runs, later).of(task))
                .as("a newer snapshot has not arrived")
                .contains(Duration.ofMinutes(40));
    }

    @Test
    void a_replication_that_goes_on_without_new_snapshots_falls_behind() {
        snapshot("hourly", RunState.SUCCEEDED, 0);
        replication(RunState.SUCCEEDED, 5);
        replication(RunState.SUCCEEDED, 300);
        assertThat(at(NOON.plus(Duration.ofMinutes(301))).exceeded(task(Duration.ofHours(2), true, "hourly")))
                .contains(Duration.ofMinutes(301));
    }

    @Test
    void where_snapshots_of_others_are_sent_too_the_runs_own_beginning_counts() {
        snapshot("hourly", RunState.SUCCEEDED, 0);
        replication(RunState.SUCCEEDED, 30);
        assertThat(at(NOON.plus(Duration.ofHours(1))).of(task(null, true))).contains(Duration.ofMinutes(30));
    }

    @Test
    void snapshot_runs_that_are_not_kept_any_more_do_not_make_it_unknown() {
        replication(RunState.SUCCEEDED, 30);
        assertThat(at(NOON.plus(Duration.ofHours(1))).of(task(null, true, "hourly")))
                .contains(Duration.ofMinutes(30));
    }

    @Test
    void exactly_what_is_allowed_is_not_too_much_and_a_second_more_is() {
        replication(RunState.SUCCEEDED, 0);
        ReplicationTask task = task(Duration.ofHours(1), true);
        assertThat(at(NOON.plus(Duration.ofHours(1))).exceeded(task)).isEmpty();
        assertThat(at(NOON.plus(Duration.ofHours(1)).plusSeconds(1)).exceeded(task))
                .isPresent();
    }

    @Test
    void a_task_that_never_succeeded_counts_from_its_first_run() {
        ReplicationTask task = task(Duration.ofHours(1), true);
        assertThat(at(NOON.plus(Duration.ofDays(9))).exceeded(task))
                .as("never ran")
                .isEmpty();
        replication(RunState.FAILED, 0);
        replication(RunState.CANCELLED, 50);
        assertThat(at(NOON.plus(Duration.ofMinutes(59))).exceeded(task)).isEmpty();
        assertThat(at(NOON.plus(Duration.ofMinutes(61))).exceeded(task)).contains(Duration.ofMinutes(61));
        assertThat(at(NOON.plus(Duration.ofMinutes(61))).of(task))
                .as("nothing arrived")
                .isEmpty();
    }

    @Test
    void nobody_is_told_of_a_task_that_is_disabled_or_has_no_limit() {
        replication(RunState.SUCCEEDED, 0);
        Instant late = NOON.plus(Duration.ofDays(30));
        assertThat(at(late).exceeded(task(Duration.ofHours(1), false))).isEmpty();
        assertThat(at(late).exceeded(task(null, true))).isEmpty();
    }

    @Test
    void lengths_are_told_in_two_units() {
        assertThat(LagWatch.words(Duration.ofSeconds(59))).isEqualTo("0 min");
        assertThat(LagWatch.words(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(LagWatch.words(Duration.ofHours(2))).isEqualTo("2 h");
        assertThat(LagWatch.words(Duration.ofHours(51).plusMinutes(9))).isEqualTo("2 d 3 h");
        assertThat(LagWatch.words(Duration.ofDays(400))).isEqualTo("400 d");
    }
}
