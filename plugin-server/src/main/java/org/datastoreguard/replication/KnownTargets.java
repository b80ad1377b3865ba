package org.datastoreguard.replication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the targets of tasks were last listed whole by this server, of those whose last run came to a good end. Such a target is
 * asked by name for a while (docs/adr/0037). Known to this process only: what it does not know costs a list, nothing else.
 * Thread-safe.
 */
public final class KnownTargets {
    /** After so long a whole list is taken again, so that what others left on a target is told even where nothing is sent. */
    static final Duration GOOD_FOR = Duration.ofHours(1);

    private record Known(ReplicationTask task, Instant listed) {}

    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public KnownTargets(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * When the target was listed, where that still counts. It is forgotten by this question, so that only a run that ends well
     * brings it back by {@link #remember}.
     */
    Optional<Instant> recall(ReplicationTask task) {
        return Optional.ofNullable(known.remove(task.id()))
                .filter(one -> one.task.equals(task))
                .map(Known::listed)
                .filter(this::counts);
    }

    /** A clock that was set back makes nothing count for longer. */
    private boolean counts(Instant listed) {
        Duration age = Duration.between(listed, clock.instant());
        return !age.isNegative() && age.compareTo(GOOD_FOR) < 0;
    }

    void remember(ReplicationTask task, Instant listed) {
        known.put(task.id(), new Known(task, listed));
    }
}
