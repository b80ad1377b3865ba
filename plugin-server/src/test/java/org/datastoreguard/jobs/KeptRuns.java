package org.datastoreguard.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;

/** Runs of tests, as a store is given them. */
final class KeptRuns {
    private KeptRuns() {}

    /** One that ended after ten seconds. */
    static void ended(Runs runs, RunKind kind, String id, RunState state, Instant began) {
        PlannedTask task =
                new PlannedTask(kind, id, "Task " + id, null, null, null, ZoneOffset.UTC, false, true, true, Set.of());
        Run opened = Run.opened(UUID.randomUUID().toString(), task, RunTrigger.MANUAL, null, began);
        runs.open(opened);
        runs.save(opened.running(began, 1, "node-1").ended(state, null, began.plus(Duration.ofSeconds(10))));
    }
}
