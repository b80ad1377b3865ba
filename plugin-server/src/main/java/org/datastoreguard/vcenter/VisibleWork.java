package org.datastoreguard.vcenter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows work inside vCenter, as the service account: tasks under Recent Tasks, events on datastores. Thread-safe. Every
 * method throws {@link org.datastoreguard.error.GuardException} with a {@code VCENTER_*} code.
 */
public interface VisibleWork {
    /**
     * Opens a running task, which people can cancel there, on a datastore.
     *
     * @return its id
     */
    String begin(String vcenterId, ObjectId datastore, Kind kind);

    /** Whether somebody asked at the vCenter to cancel the task. */
    boolean isCancelled(String vcenterId, String taskId);

    /** @param percent from 0 to 100 */
    void progress(String vcenterId, String taskId, int percent);

    /** Ends a task. @param failure null for success */
    void end(String vcenterId, String taskId, @Nullable Failure failure);

    /**
     * Posts an event on a datastore.
     *
     * @param arguments what the event type's text names in braces
     */
    void post(String vcenterId, ObjectId datastore, Kind kind, Happening happening, Map<String, String> arguments);

    /** What is done. */
    enum Kind {
        SNAPSHOT,
        REPLICATION
    }

    /** What became of it. */
    enum Happening {
        STARTED,
        SUCCEEDED,
        WARNING,
        FAILED,
        CANCELLED
    }

    /** Why a task did not succeed. */
    record Failure(String reason, boolean cancelled) {}
}
