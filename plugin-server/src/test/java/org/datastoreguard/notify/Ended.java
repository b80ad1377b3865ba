package org.datastoreguard.notify;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.jspecify.annotations.Nullable;

/** Runs that came to an end. */
final class Ended {
    private Ended() {}

    static Run failed(String id, String task, ErrorCode code, Instant at) {
        String stderr = "password=hunter2 in the words of a machine";
        return run(
                id, task, RunState.FAILED, at, new Run.Failure(code, false, "No way; look at it", stderr), List.of());
    }

    static Run well(String id, String task, Instant at) {
        return run(id, task, RunState.SUCCEEDED, at, null, List.of());
    }

    static Run warned(String id, String task, Instant at) {
        return run(id, task, RunState.SUCCEEDED_WITH_WARNINGS, at, null, List.of("held by another tool"));
    }

    static Run cancelled(String id, String task, Instant at) {
        Run.Failure asked = new Run.Failure(ErrorCode.CANCELLED, false, "On request", null);
        return run(id, task, RunState.CANCELLED, at, asked, List.of());
    }

    private static Run run(
            String id, String task, RunState state, Instant at, Run.@Nullable Failure error, List<String> warnings) {
        return new Run(
                id,
                RunKind.REPLICATION,
                task,
                "task " + task,
                null,
                state,
                null,
                RunTrigger.MANUAL,
                null,
                at.minusSeconds(60),
                at.minusSeconds(60),
                at,
                List.of(),
                0,
                0,
                null,
                warnings,
                error,
                1,
                "node-1");
    }
}
