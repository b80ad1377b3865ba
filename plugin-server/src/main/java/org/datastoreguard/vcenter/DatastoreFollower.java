package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.UpdateSet;
import com.vmware.vim25.WaitOptions;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the datastores of one vCenter on a thread of its own, by a property collector of its own: a second question
 * on the session's collector would end the wait. After any failure all is listed again.
 */
final class DatastoreFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatastoreFollower.class);
    /** What a person has to mend. Asked often, a vCenter would lock the account of a wrong password. */
    private static final Set<ErrorCode> FOR_PEOPLE = Set.of(
            ErrorCode.VCENTER_LOGIN_FAILED,
            ErrorCode.VCENTER_FINGERPRINT_MISMATCH,
            ErrorCode.VCENTER_NO_PERMISSION,
            ErrorCode.NOT_FOUND);

    private static final Duration FOR_PEOPLE_PAUSE = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(5);

    private final String vcenterId;
    private final Function<String, Connection> connections;
    private final Limits limits;
    private final Runnable changed;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Condition woken = lock.newCondition();
    private @Nullable List<Datastore> datastores;
    private @Nullable GuardException failure;
    private boolean awake;
    private long described = -1;
    private volatile boolean closed;
    private int failures;
    private @Nullable Opened left;

    /** @param changed run whenever something but sizes has changed */
    DatastoreFollower(String vcenterId, Function<String, Connection> connections, Limits limits, Runnable changed) {
        this.vcenterId = vcenterId;
        this.connections = connections;
        this.limits = limits;
        this.changed = changed;
        this.thread = new Thread(this::run, "vcenter-" + vcenterId);
        thread.setDaemon(true);
    }

    /** What was opened at the vCenter for following; gone with its session at the latest. */
    private record Opened(Session session, ManagedObjectReference view, ManagedObjectReference collector) {}

    void start() {
        thread.start();
    }

    /** @throws GuardException why it cannot be followed at the moment */
    List<Datastore> current() {
        lock.lock();
        try {
            long left = limits.connect().plus(limits.call()).toNanos();
            while (datastores == null && failure == null && left > 0) {
                left = told.awaitNanos(left);
            }
            if (failure != null) {
                throw failure;
            } else if (datastores == null) {
                throw new GuardException(ErrorCode.VCENTER_TIMEOUT, "The vCenter has not listed its datastores yet");
            }
            return datastores;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuardException(ErrorCode.CANCELLED, "The wait for the vCenter was cancelled", e);
        } finally {
            lock.unlock();
        }
    }

    /** The stored description has this version now; another one than before is tried at once. */
    void described(long version) {
        lock.lock();
        try {
            if (described >= 0 && described != version) {
                awake = true;
                woken.signalAll();
            }
            described = version;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closed) {
            try {
                connections.apply(vcenterId).call(this::follow);
            } catch (GuardException e) {
                if (!isMerelyExpired(e)) {
                    failed(e);
                }
            } catch (RuntimeException e) {
                LOG.error("Following a vCenter failed", e);
                failed(new GuardException(ErrorCode.INTERNAL, "internal error: " + e, e));
            }
        }
    }

    /** A session ends now and then; a second time in a row means more. */
    private boolean isMerelyExpired(GuardException e) {
        return e.code() == ErrorCode.VCENTER_SESSION_EXPIRED && failures++ == 0;
    }

    /** Returns when closed, or when all has to be listed again. */
    private Boolean follow(Session session) throws RemoteException {
        closeLeft(session);
        Opened opened = open(session);
        left = opened;
        DatastoreTable table = new DatastoreTable(new DatastoreReading(vcenterId, session.instanceUuid()));
        String version = "";
        while (!closed) {
            UpdateSet updates = session.port().waitForUpdatesEx(opened.collector(), version, patience());
            if (updates == null) {
                continue;
            }
            version = updates.getVersion();
            if (!table.apply(updates)) {
                break;
            }
            if (!Boolean.TRUE.equals(updates.getTruncated())) {
                publish(table.all());
            }
        }
        closeLeft(session);
        return Boolean.TRUE;
    }

    private Opened open(Session session) throws RemoteException {
        ManagedObjectReference view = DatastoreListing.view(session);
        ManagedObjectReference collector =
                session.port().createPropertyCollector(session.content().getPropertyCollector());
        session.port().createFilter(collector, DatastoreListing.filter(view), true);
        return new Opened(session, view, collector);
    }

    /** Half of what a call may take: an answer that does not come in time must mean a vCenter that is gone. */
    private WaitOptions patience() {
        WaitOptions options = new WaitOptions();
        options.setMaxWaitSeconds((int) Math.max(1, limits.call().toSeconds() / 2));
        return options;
    }

    /** What a broken connection left in a session that goes on. */
    private void closeLeft(Session session) {
        Opened before = left;
        left = null;
        if (before == null
                || before.session() != session
                || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            session.port().destroyPropertyCollector(before.collector());
            session.port().destroyView(before.view());
        } catch (RemoteException e) {
            LOG.debug("a view is left until the session ends", e);
        }
    }

    private void publish(List<Datastore> now) {
        lock.lock();
        try {
            boolean news = datastores == null
                    || failure != null
                    || !meaning(datastores).equals(meaning(now));
            datastores = now;
            failure = null;
            failures = 0;
            told.signalAll();
            if (news) {
                changed.run();
            }
        } finally {
            lock.unlock();
        }
    }

    private static Set<Datastore> meaning(List<Datastore> datastores) {
        return datastores.stream()
                .map(d -> new Datastore(d.id(), d.vcenterId(), d.name(), d.backing(), d.accessible(), 0, 0))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void failed(GuardException e) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            boolean news = failure == null;
            failure = e;
            failures++;
            told.signalAll();
            if (news) {
                changed.run();
            }
            pause(e);
        } finally {
            lock.unlock();
        }
    }

    private void pause(GuardException e) {
        long nanos = pauseAfter(e, failures).toNanos();
        try {
            while (!closed && !awake && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
        } catch (InterruptedException interrupted) {
            // Only close interrupts.
            closed = true;
        }
        awake = false;
    }

    /** Doubling, and never the same for two that failed together. */
    static Duration pauseAfter(GuardException e, int failures) {
        if (FOR_PEOPLE.contains(e.code())) {
            return FOR_PEOPLE_PAUSE;
        }
        long doubled = FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10);
        long millis = Math.min(LONGEST_PAUSE.toMillis(), doubled);
        return Duration.ofMillis(millis * ThreadLocalRandom.current().nextLong(80, 101) / 100);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
