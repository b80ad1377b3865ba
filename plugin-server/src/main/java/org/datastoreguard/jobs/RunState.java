package org.datastoreguard.jobs;

/** Where a run stands. */
public enum RunState {
    QUEUED,
    WAITING,
    RUNNING,
    SUCCEEDED,
    SUCCEEDED_WITH_WARNINGS,
    FAILED,
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean ended() {
        return ordinal() >= SUCCEEDED.ordinal();
    }
}
