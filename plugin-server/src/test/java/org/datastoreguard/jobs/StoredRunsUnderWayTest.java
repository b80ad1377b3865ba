package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.DatabaseSettings;
import org.datastoreguard.store.StoredRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunsUnderWayTest {
    private static final String HERE = "urn:vmomi:Datastore:datastore-1:x";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

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

    private Run opened(String id, String task, String datastore) {
        PlannedTask planned = new PlannedTask(
                RunKind.RESTORE,
                task,
                "Task " + task,
                datastore,
                null,
                null,
                ZoneOffset.UTC,
                false,
                false,
                true,
                Set.of());
        Run run = Run.opened(id, planned, RunTrigger.MANUAL, null, NOW);
        runs.open(run);
        return run;
    }

    private void running(String id, String task, String datastore) {
        runs.save(opened(id, task, datastore).running(NOW, 1, "node-1"));
    }

    @Test
    void onlyWhatIsAtWorkOnTheDatastoreOrOfTheTasksCountsAndNotTheOneThatAsks() {
        running("run-1", "a", HERE);
        running("run-2", "b", "urn:vmomi:Datastore:datastore-2:x");
        running("run-3", "c", "urn:vmomi:Datastore:datastore-2:x");
        opened("run-4", "d", HERE);
        runs.save(opened("run-5", "e", HERE).running(NOW, 1, "node-1").ended(RunState.SUCCEEDED, null, NOW));
        StoredRunsUnderWay underWay = new StoredRunsUnderWay(runs);

        assertThat(underWay.on(HERE, Set.of("a", "b", "d", "e"), null))
                .containsExactlyInAnyOrder("run run-1 of Task a", "run run-2 of Task b");
        assertThat(underWay.on(HERE, Set.of("b"), "run-1")).containsExactly("run run-2 of Task b");
    }
}
