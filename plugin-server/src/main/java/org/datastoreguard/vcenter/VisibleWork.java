package org.datastoreguard.vcenter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows work inside vCenter, as the service account: tasks under Recent Tasks, and events, both on objects of the
 * inventory. Thread-safe. Every method throws {@link org.datastoreguard.error.GuardException} with a {@code VCENTER_*} code.
 */
public interface VisibleWork {
    /**
     * Opens a running task on an object.
     *
     * @param cancelable whether people with the right to it there can cancel it
     * @return its id
     */
    String begin(String vcenterId, ObjectId object, Kind kind, boolean cancelable);

    /** Whether somebody asked at the vCenter to cancel the task. */
    boolean isCancelled(String vcenterId, String taskId);

    /** @param percent from 0 to 100 */
    void progress(String vcenterId, String taskId, int percent);

    /** Ends a task. @param failure null for success */
    void end(String vcenterId, String taskId, @Nullable Failure failure);

    /**
     * Posts an event on an object.
     *
     * @param arguments what the event type's text names in braces
     */
    void post(String vcenterId, ObjectId object, Kind kind, Happening happening, Map<String, String> arguments);

    /** As {@link #post(String, ObjectId, Kind, Happening, Map)}, for what no run tells. */
    void post(String vcenterId, ObjectId object, Notice notice, Map<String, String> arguments);

    /** What is done. */
    enum Kind {
        SNAPSHOT,
        REPLICATION,
        /** A roll back, or a clone. No other of the kind stands beside it on its object. */
        RESTORE
    }

    /** What became of it. */
    enum Happening {
        STARTED,
        SUCCEEDED,
        /** As SUCCEEDED where another of the kind did not, whose alarm has to stay. */
        SUCCEEDED_BESIDE,
        WARNING,
        /** As WARNING where another of the kind failed. */
        WARNING_BESIDE,
        FAILED,
        CANCELLED
    }

    /** What is to be known besides runs; in brackets the arguments. */
    enum Notice {
        /** What a replication's target holds is older than allowed (task, lag, allowed). */
        LAG_EXCEEDED,
        /** It is not any more (task). */
        LAG_RECOVERED,
        /** This server's certificate ends soon (date). */
        CERTIFICATE_EXPIRING,
        /** It was renewed (date). */
        CERTIFICATE_RENEWED,
        /** A VM snapshot of ours could not be removed yet (vm, snapshot, reason). */
        VM_SNAPSHOT_LEFT_OVER,
        /** It is gone (vm, snapshot). */
        VM_SNAPSHOT_GONE;

        /** What the event says, in English. */
        public String sentence(Map<String, String> arguments) {
            return Declared.event(this).sentence(arguments);
        }
    }

    /** Why a task did not succeed. */
    record Failure(String reason, boolean cancelled) {}
}
