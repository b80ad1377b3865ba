package org.datastoreguard.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.error.FieldError;

/** What a task may ask for one day and this build refuses, so that nothing a person asked for is silently left out. */
public final class UnsupportedOptions {
    private UnsupportedOptions() {}

    /** One entry per field, to be answered as NOT_YET_SUPPORTED; empty when this build does all the task asks. */
    public static List<FieldError> of(SnapshotTask task) {
        List<FieldError> refused = new ArrayList<>();
        if (task.vmConsistent()) {
            refused.add(new FieldError("vmConsistent", "only false is supported by this version"));
        }
        return List.copyOf(refused);
    }
}
