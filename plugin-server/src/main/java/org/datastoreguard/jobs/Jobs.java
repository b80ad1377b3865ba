package org.datastoreguard.jobs;

/**
 * The running side of tasks: keeps their schedules, opens runs, performs them once each, brings them through a crash.
 * Thread-safe.
 */
public interface Jobs extends AutoCloseable {
    /** Starts picking up due work, and first takes back what this node was doing when it died. */
    void start();

    /** Plans the next slot of a task after it was added or changed; takes its schedule away when it is disabled or gone. */
    void taskChanged(RunKind kind, String taskId);

    /**
     * Opens a manual run, which ignores the window and says so in its log.
     *
     * @throws org.datastoreguard.error.GuardException NOT_FOUND, ALREADY_RUNNING
     */
    Run runNow(RunKind kind, String taskId);

    /** Asks a run to end; a queued or waiting one ends at once. @throws org.datastoreguard.error.GuardException NOT_FOUND */
    Run cancel(String runId);

    /** Stops picking up work, ends the running work resumably, waits a bounded time. */
    @Override
    void close();
}
