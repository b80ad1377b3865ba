package org.datastoreguard.vcenter;

import com.vmware.vim25.NotAuthenticated;
import java.rmi.RemoteException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one session at one vCenter: opens it at first use and once more after it expired. Thread-safe. Threads that need a
 * session at the same moment share one login and its outcome, so a vCenter that locks accounts sees a wrong password once.
 */
final class Connection implements AutoCloseable {
    /** Beyond the three minutes in which vCenters count failures by default. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private final VcenterServer server;
    private final Supplier<String> password;
    private final Limits limits;
    private final Failures failures;
    private final AtomicReference<@Nullable Refused> refused = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<Session>> current = new AtomicReference<>();

    /** Set once; nobody signs in again by a description that was replaced. */
    private volatile boolean closed;

    Connection(VcenterServer server, Supplier<String> password, Limits limits) {
        this.server = server;
        this.password = password;
        this.limits = limits;
        this.failures = new Failures(server);
    }

    /** What people call the vCenter. */
    String name() {
        return server.name();
    }

    /** Something to do with a session. It may be done twice, so what it changes must bear that. */
    interface Call<T> {
        T on(Session session) throws RemoteException;
    }

    /** @throws GuardException with a {@code VCENTER_*} code */
    <T> T call(Call<T> call) {
        CompletableFuture<Session> session = session();
        try {
            return call.on(opened(session));
        } catch (RemoteException e) {
            if (Failures.find(e, NotAuthenticated.class).isEmpty()) {
                throw failures.explain(e);
            }
            current.compareAndSet(session, null);
            if (closed) {
                throw failures.explain(e);
            }
            return again(call);
        }
    }

    private <T> T again(Call<T> call) {
        CompletableFuture<Session> session = session();
        try {
            return call.on(opened(session));
        } catch (RemoteException e) {
            if (Failures.find(e, NotAuthenticated.class).isPresent()) {
                // A call that lasts for days outlives this one too.
                current.compareAndSet(session, null);
            }
            throw failures.explain(e);
        }
    }

    private CompletableFuture<Session> session() {
        CompletableFuture<Session> mine = new CompletableFuture<>();
        CompletableFuture<Session> chosen =
                current.updateAndGet(open -> open == null || open.isCompletedExceptionally() ? mine : open);
        if (chosen == mine) {
            open(mine);
        }
        return chosen == null ? mine : chosen;
    }

    private void open(CompletableFuture<Session> session) {
        try {
            String shown = password.get();
            Refused before = refused.get();
            if (before != null && before.isStill(shown)) {
                throw before.why();
            }
            session.complete(signedIn(shown));
        } catch (RuntimeException e) {
            session.completeExceptionally(e);
        }
    }

    private Session signedIn(String shown) {
        try {
            return Session.open(server, shown, limits);
        } catch (RemoteException e) {
            GuardException why = failures.explain(e);
            if (why.code() == ErrorCode.VCENTER_LOGIN_FAILED) {
                refused.set(new Refused(shown, System.nanoTime() + AFTER_REFUSAL.toNanos(), why));
            }
            throw why;
        }
    }

    /** A login that failed. The same password is not shown again for a while: the vCenter would lock the account. */
    private record Refused(String password, long until, GuardException why) {
        boolean isStill(String shown) {
            return password.equals(shown) && System.nanoTime() - until < 0;
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Refused[" + why.code() + "]";
        }
    }

    private static Session opened(CompletableFuture<Session> session) {
        try {
            return session.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof GuardException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Whether this still is the vCenter it was opened for. */
    boolean serves(VcenterServer now) {
        return server.url().equals(now.url())
                && server.username().equals(now.username())
                && server.fingerprint().equals(now.fingerprint())
                && server.name().equals(now.name());
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<Session> session = current.getAndSet(null);
        if (session != null && session.isDone() && !session.isCompletedExceptionally()) {
            session.join().logout();
        }
    }
}
