package org.datastoreguard.api;

import jakarta.ws.rs.core.Response;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Jobs;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.Runs;

/** What all kinds of tasks have in common: they are run now, rescheduled, and not removed in the midst of a run. */
public final class TaskRuns {
    private final Jobs jobs;
    private final Runs runs;

    public TaskRuns(Jobs jobs, Runs runs) {
        this.jobs = jobs;
        this.runs = runs;
    }

    Response runNow(RunKind kind, String taskId) {
        Run run = jobs.runNow(kind, taskId);
        return Answers.accepted(run.id(), RunDocument.of(run));
    }

    void changed(RunKind kind, String taskId) {
        jobs.taskChanged(kind, taskId);
    }

    /** @throws GuardException ALREADY_RUNNING */
    void refuseWhileRunning(String taskId) {
        runs.unended(taskId).stream().findFirst().ifPresent(run -> {
            throw new GuardException(
                    ErrorCode.ALREADY_RUNNING, "Run " + run.id() + " of this task has not ended; cancel it first");
        });
    }
}
