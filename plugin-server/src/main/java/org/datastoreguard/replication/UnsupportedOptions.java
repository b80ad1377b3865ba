package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.error.FieldError;

/** What a task may ask for one day and this build refuses, so that nothing a person asked for is silently left out. */
public final class UnsupportedOptions {
    private UnsupportedOptions() {}

    /** One entry per field, to be answered as NOT_YET_SUPPORTED; empty when this build does all the task asks. */
    public static List<FieldError> of(ReplicationTask task) {
        List<FieldError> refused = new ArrayList<>();
        refuse(
                refused,
                "targetRetention",
                task.targetRetention().policy() != ReplicationTask.TargetRetention.Policy.NONE,
                "only the policy NONE");
        refuse(refused, "deleteStaleSnapshots", task.deleteStaleSnapshots(), "only false");
        return List.copyOf(refused);
    }

    private static void refuse(List<FieldError> refused, String field, boolean asked, String allowed) {
        if (asked) {
            refused.add(new FieldError(field, allowed + " is supported by this version"));
        }
    }
}
