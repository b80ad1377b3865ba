package org.datastoreguard.inventory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.vcenter.FollowedDatastores;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the picture and refreshes it in the background: soon after a vCenter says that a datastore came, went or changed,
 * soon after a machine was added or changed, sooner while a machine does not answer, and at the interval. One refresh at a time; callers that ask meanwhile share the next one.
 */
public final class CachedInventory implements Inventory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CachedInventory.class);
    private static final Duration LOOK_FOR_CHANGES = Duration.ofSeconds(5);
    private static final Duration AFTER_A_PROBLEM = Duration.ofSeconds(30);

    private final VcenterServers vcenterServers;
    private final NasSystems nasSystems;
    private final FollowedDatastores followed;
    private final Machines machines;
    private final Clock clock;
    private final Duration interval;
    private final ScheduledExecutorService timer;
    private final AtomicLong started = new AtomicLong();
    private final Object refreshing = new Object();
    private long finished;
    private boolean finishedAfresh;
    private volatile @Nullable State state;

    /** @param interval between two refreshes while all is well */
    public CachedInventory(
            Vcenters vcenters,
            FollowedDatastores followed,
            VcenterServers vcenterServers,
            NasConnections nasConnections,
            NasSystems nasSystems,
            Clock clock,
            Duration interval) {
        this.vcenterServers = vcenterServers;
        this.nasSystems = nasSystems;
        this.followed = followed;
        this.machines = new Machines(vcenters, followed, nasConnections);
        this.clock = clock;
        this.interval = interval;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "inventory");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The picture with an index, and the versions of the machines it was made from. */
    private record State(
            Picture picture, Map<String, MappedDatastore> byId, Map<String, Long> madeFrom, long changes) {}

    /** Begins to refresh in the background. */
    public void start() {
        long period = LOOK_FOR_CHANGES.toMillis();
        timer.scheduleWithFixedDelay(this::refreshIfDue, 0, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public Picture picture() {
        return current().picture();
    }

    @Override
    public Optional<MappedDatastore> datastore(String id) {
        return Optional.ofNullable(current().byId().get(id));
    }

    private State current() {
        State known = state;
        return known != null ? known : refreshed(false);
    }

    @Override
    public Picture refresh() {
        return refreshed(true).picture();
    }

    /** A refresh that began after this call, made by whoever holds the lock first. */
    private State refreshed(boolean afresh) {
        long before = started.get();
        synchronized (refreshing) {
            State known = state;
            if (known != null && finished > before && (finishedAfresh || !afresh)) {
                return known;
            }
            long number = started.incrementAndGet();
            State fresh = look(afresh);
            state = fresh;
            finished = number;
            finishedAfresh = afresh;
            return fresh;
        }
    }

    private State look(boolean afresh) {
        long changes = followed.changes();
        Map<String, Long> madeFrom = versions();
        Machines.Seen seen = machines.ask(vcenterServers.all(), nasSystems.all(), afresh);
        DatastoreMatcher matcher = new DatastoreMatcher(seen.nas());
        List<MappedDatastore> datastores = seen.datastores().stream()
                .map(datastore -> new MappedDatastore(datastore, matcher.match(datastore)))
                .toList();
        Map<String, MappedDatastore> byId = datastores.stream()
                .collect(Collectors.toMap(known -> known.datastore().id(), Function.identity(), (a, b) -> a));
        return new State(new Picture(datastores, clock.instant(), seen.problems()), byId, madeFrom, changes);
    }

    private void refreshIfDue() {
        try {
            if (isDue()) {
                refreshed(false);
            }
        } catch (RuntimeException e) {
            LOG.warn("The picture of the datastores could not be refreshed; trying again", e);
        }
    }

    private boolean isDue() {
        State known = state;
        if (known == null || !known.madeFrom().equals(versions()) || known.changes() != followed.changes()) {
            return true;
        }
        boolean troubled = !known.picture().problems().isEmpty();
        Duration wait = troubled && AFTER_A_PROBLEM.compareTo(interval) < 0 ? AFTER_A_PROBLEM : interval;
        Instant due = known.picture().takenAt().plus(wait);
        return !clock.instant().isBefore(due);
    }

    private Map<String, Long> versions() {
        Map<String, Long> versions = new HashMap<>();
        vcenterServers.all().forEach(server -> versions.put(server.id(), server.version()));
        nasSystems.all().forEach(system -> versions.put(system.id(), system.version()));
        return versions;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        machines.close();
    }
}
