package org.datastoreguard.jobs;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.datastoreguard.recovery.RunsUnderWay;
import org.jspecify.annotations.Nullable;

/** The runs at work of all servers, as they are kept. Thread-safe. */
public final class StoredRunsUnderWay implements RunsUnderWay {
    /** More than ever run at a time on one datastore. */
    private static final int MOST = 50;

    private final Runs runs;

    public StoredRunsUnderWay(Runs runs) {
        this.runs = runs;
    }

    @Override
    public List<String> on(String datastoreId, Set<String> taskIds, @Nullable String exceptRunId) {
        Stream<Run> there = runs.list(new Runs.Filter(null, datastoreId, RunState.RUNNING, null), MOST, null).stream();
        Stream<Run> ofTasks = taskIds.stream()
                .flatMap(task -> runs.unended(task).stream())
                .filter(run -> run.state() == RunState.RUNNING);
        return Stream.concat(there, ofTasks)
                .filter(run -> !run.id().equals(exceptRunId))
                .map(run -> "run " + run.id() + " of " + run.taskName())
                .distinct()
                .toList();
    }
}
