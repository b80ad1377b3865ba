package org.datastoreguard.jobs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;
import org.jspecify.annotations.Nullable;

/** Whether a work is asked to end, and what is to be done about it. Thread-safe. */
final class Cancellation {
    private final Executor executor;
    private final Set<Action> actions = new LinkedHashSet<>();
    private @Nullable GuardException reason;

    Cancellation(Executor executor) {
        this.executor = executor;
    }

    /** The first reason stays. */
    void request(GuardException newReason) {
        List<Action> due;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = newReason;
            due = new ArrayList<>(actions);
        }
        due.forEach(a -> executor.execute(a.runnable));
    }

    synchronized Optional<GuardException> reason() {
        return Optional.ofNullable(reason);
    }

    void check() {
        reason().ifPresent(r -> {
            throw new GuardException(r.code(), r.message());
        });
    }

    Story.Registration onCancel(Runnable runnable) {
        Action action = new Action(runnable);
        synchronized (this) {
            if (reason == null) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        executor.execute(runnable);
        return () -> {};
    }

    private synchronized void forget(Action action) {
        actions.remove(action);
    }

    /** Compared by identity: the same runnable may be registered twice. */
    private static final class Action {
        private final Runnable runnable;

        Action(Runnable runnable) {
            this.runnable = runnable;
        }
    }
}
