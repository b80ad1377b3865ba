package org.datastoreguard.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.jspecify.annotations.Nullable;

/** Replication tasks whose target is further behind than they allow. Thread-safe. */
public final class LagWatch implements Supplier<List<Concern>> {
    private final ReplicationTasks tasks;
    private final ReplicationLag lag;
    private final WorkPlaces places;

    public LagWatch(ReplicationTasks tasks, ReplicationLag lag, WorkPlaces places) {
        this.tasks = tasks;
        this.lag = lag;
        this.places = places;
    }

    @Override
    public List<Concern> get() {
        return tasks.all().stream()
                .map(task -> concern(task, task.allowedLag()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Concern> concern(ReplicationTask task, @Nullable Duration allowed) {
        return allowed == null
                ? Optional.empty()
                : lag.exceeded(task)
                        .map(behind -> new Concern(
                                "lag/" + task.id(),
                                "exceeded",
                                places.of(task),
                                Notice.LAG_EXCEEDED,
                                Notice.LAG_RECOVERED,
                                Map.of("task", task.name(), "lag", words(behind), "allowed", words(allowed))));
    }

    /** Two units at most, as "3 d 4 h" or "20 min": nobody acts on more. */
    static String words(Duration length) {
        if (length.toDays() > 0) {
            return length.toDays() + " d" + (length.toHoursPart() > 0 ? " " + length.toHoursPart() + " h" : "");
        }
        if (length.toHours() > 0) {
            return length.toHours() + " h" + (length.toMinutesPart() > 0 ? " " + length.toMinutesPart() + " min" : "");
        }
        return length.toMinutes() + " min";
    }
}
