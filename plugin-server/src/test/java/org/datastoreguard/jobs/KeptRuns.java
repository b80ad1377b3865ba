package org.datastoreguard.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Runs of tests, as a store is given them. */
final class KeptRuns {
    private KeptRuns() {}

    /** One that ended after ten seconds. */
    static void ended(Runs runs, RunKind kind, String task, RunState state, Instant began) {
        Run opened = new Run(
                UUID.randomUUID().toString(),
                kind,
                task,
                "Task " + task,
                null,
                RunState.QUEUED,
                null,
                RunTrigger.MANUAL,
                null,
                began,
                null,
                null,
                List.of(),
                0,
                0,
                null,
                List.of(),
                null,
                1,
                null);
        runs.open(opened);
        runs.save(opened.running(began, 1, "node-1").ended(state, null, began.plus(Duration.ofSeconds(10))));
    }
}
