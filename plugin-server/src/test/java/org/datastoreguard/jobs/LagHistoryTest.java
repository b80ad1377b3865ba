package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.Tasks;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LagHistoryTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
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

    private ReplicationTask task(String... snapshotTasks) {
        ReplicationTask task = Tasks.watched("copy", DATASETS, List.of(snapshotTasks), null, true);
        new StoredReplicationTasks(database).add(task);
        task.snapshotTaskIds()
                .forEach(id -> new StoredSnapshotTasks(database).add(ReplicationLagTest.snapshotTask(id)));
        return task;
    }

    /** Each takes ten seconds. */
    private void replication(RunState state, String began) {
        KeptRuns.ended(runs, RunKind.REPLICATION, "copy", state, Instant.parse(began));
    }

    private void snapshot(String began) {
        KeptRuns.ended(runs, RunKind.SNAPSHOT, "hourly", RunState.SUCCEEDED, Instant.parse(began));
    }

    private Map<LocalDate, Duration> worst(ReplicationTask task) {
        return new LagHistory(runs, Clock.fixed(NOW, ZoneOffset.UTC))
                .worst(List.of(task), FIRST)
                .getOrDefault("copy", Collections.emptyNavigableMap());
    }

    private static LocalDate november(int day) {
        return LocalDate.of(2026, 11, day);
    }

    @Test
    void the_lag_is_longest_before_something_arrives_or_when_the_day_ends() {
        replication(RunState.SUCCEEDED, "2026-11-17T22:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-18T20:00:00Z");
        replication(RunState.FAILED, "2026-11-19T20:00:00Z");
        replication(RunState.SUCCEEDED_WITH_WARNINGS, "2026-11-20T23:00:00Z");

        assertThat(worst(task()))
                .containsExactly(
                        Map.entry(november(18), Duration.ofHours(22).plusSeconds(10)),
                        Map.entry(november(19), Duration.ofHours(28)),
                        Map.entry(november(20), Duration.ofHours(51).plusSeconds(10)),
                        Map.entry(november(21), Duration.ofHours(13)));
    }

    @Test
    void days_before_anything_had_arrived_have_none() {
        replication(RunState.FAILED, "2026-11-18T20:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-20T18:00:00Z");

        assertThat(worst(task()))
                .containsExactly(
                        Map.entry(november(20), Duration.ofHours(6)), Map.entry(november(21), Duration.ofHours(18)));
    }

    @Test
    void what_arrives_is_as_old_as_the_snapshot_that_was_there_when_the_run_began() {
        snapshot("2026-11-17T12:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-17T13:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-18T12:00:00Z");
        snapshot("2026-11-19T12:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-19T12:00:05Z");
        replication(RunState.SUCCEEDED, "2026-11-20T11:59:50Z");

        assertThat(worst(task("hourly")))
                .as("what began while a snapshot was being taken did not bring it")
                .containsExactly(
                        Map.entry(november(18), Duration.ofHours(36)),
                        Map.entry(november(19), Duration.ofHours(60)),
                        Map.entry(november(20), Duration.ofHours(72)),
                        Map.entry(november(21), Duration.ofHours(48)));
    }

    @Test
    void it_ends_with_the_lag_of_now() {
        ReplicationTask task = task("hourly");
        snapshot("2026-11-20T10:00:00Z");
        replication(RunState.SUCCEEDED, "2026-11-20T11:00:00Z");

        assertThat(worst(task).get(november(21)))
                .isEqualTo(new ReplicationLag(runs, Clock.fixed(NOW, ZoneOffset.UTC))
                        .of(task)
                        .orElseThrow());
    }
}
