package org.datastoreguard.recovery;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The runs that are at work now, whoever performs them. Thread-safe. */
@FunctionalInterface
public interface RunsUnderWay {
    /**
     * @param exceptRunId the run that asks; null when none does
     * @return those on the datastore and those of the tasks, for people
     */
    List<String> on(String datastoreId, Set<String> taskIds, @Nullable String exceptRunId);
}
