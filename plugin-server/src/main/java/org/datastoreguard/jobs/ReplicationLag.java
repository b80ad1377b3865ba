package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTask.IncludeSnapshots;

/**
 * How old what a replication's target holds is: the time since its newest snapshot that has arrived was taken. Told from
 * the runs that are kept, so that it can be asked each minute without asking a machine. Thread-safe.
 */
public final class ReplicationLag {
    private final Successes successes;
    private final Runs runs;
    private final Clock clock;

    public ReplicationLag(Runs runs, Clock clock) {
        this(Successes.of(runs), runs, clock);
    }

    public ReplicationLag(Successes successes, Runs runs, Clock clock) {
        this.successes = successes;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * When the newest snapshot was taken that has arrived for sure; empty while none has. A run that succeeded has brought
     * what was there when it began: the snapshot of the task's last snapshot run that had ended by then, so a replication
     * that goes on while no snapshots are taken falls behind too. Where the task sends snapshots of others as well, the
     * moment it began counts.
     */
    public Optional<Instant> arrived(ReplicationTask task) {
        return successes
                .began(List.of(task.id()), null)
                .map(began -> followsOwnSnapshots(task) ? taken(task, began) : began);
    }

    static boolean followsOwnSnapshots(ReplicationTask task) {
        return task.includeSnapshots() == IncludeSnapshots.OWN
                && !task.snapshotTaskIds().isEmpty();
    }

    /** The snapshot run itself may not be kept any more. */
    private Instant taken(ReplicationTask task, Instant by) {
        return successes.began(task.snapshotTaskIds(), by).orElse(by);
    }

    /** How far the target is behind now; empty while nothing has arrived. */
    public Optional<Duration> of(ReplicationTask task) {
        return arrived(task).map(since -> Duration.between(since, clock.instant()));
    }

    /**
     * How far the target is behind, where that is more than allowed. A task that never succeeded counts from its first
     * run; one that is disabled, or never ran, is not behind.
     */
    public Optional<Duration> exceeded(ReplicationTask task) {
        Duration allowed = task.allowedLag();
        if (allowed == null || !task.enabled()) {
            return Optional.empty();
        }
        return arrived(task)
                .or(() -> runs.firstOpened(task.id()))
                .map(since -> Duration.between(since, clock.instant()))
                .filter(lag -> lag.compareTo(allowed) > 0);
    }
}
