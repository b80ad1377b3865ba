package org.datastoreguard.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.datastoreguard.vcenter.PersonalSession;

/**
 * Open sessions by key, never more than a number of them, none idle for longer or older than allowed. What leaves is
 * signed out at its vCenter, on a thread of its own, since a vCenter that does not answer must not hold a request.
 * Thread-safe.
 */
final class OpenSessions implements AutoCloseable {
    private final Clock clock;
    private final Bounds bounds;
    private final Map<String, Entry> entries = new HashMap<>();
    private final ExecutorService signingOut = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "sign-out");
        thread.setDaemon(true);
        return thread;
    });

    OpenSessions(Clock clock, Bounds bounds) {
        this.clock = clock;
        this.bounds = bounds;
    }

    /**
     * @param most sessions at once; one more and the one unused for longest leaves
     * @param idle since it was last used
     * @param age since it was opened
     */
    record Bounds(int most, Duration idle, Duration age) {}

    private static final class Entry {
        private final CompletableFuture<PersonalSession> session = new CompletableFuture<>();
        private final Instant opened;
        private Instant used;

        private Entry(Instant now) {
            this.opened = now;
            this.used = now;
        }
    }

    /** The session of that key, opened when there is none; whoever asks meanwhile waits for the same opening. */
    PersonalSession openedOnce(String key, Supplier<PersonalSession> opening) {
        Entry mine = new Entry(clock.instant());
        Entry chosen = use(key, mine);
        if (chosen == mine) {
            open(key, mine, opening);
        }
        try {
            return chosen.session.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private synchronized Entry use(String key, Entry otherwise) {
        sweep();
        Entry entry = entries.computeIfAbsent(key, k -> otherwise);
        entry.used = clock.instant();
        while (entries.size() > bounds.most()) {
            entries.entrySet().stream()
                    .min((a, b) -> a.getValue().used.compareTo(b.getValue().used))
                    .ifPresent(oldest -> remove(oldest.getKey()));
        }
        return entry;
    }

    private void open(String key, Entry entry, Supplier<PersonalSession> opening) {
        try {
            entry.session.complete(opening.get());
        } catch (RuntimeException e) {
            forget(key, entry);
            entry.session.completeExceptionally(e);
        }
    }

    private synchronized void forget(String key, Entry entry) {
        entries.remove(key, entry);
    }

    /** The session of that key, which counts as used by this. */
    synchronized Optional<PersonalSession> find(String key) {
        sweep();
        Entry entry = entries.get(key);
        if (entry == null || !entry.session.isDone()) {
            return Optional.empty();
        }
        entry.used = clock.instant();
        return Optional.of(entry.session.join());
    }

    /** Whether there is a session of that key; asking is not using. */
    synchronized boolean holds(String key) {
        return entries.containsKey(key);
    }

    /** Ends what is idle or old. */
    synchronized void sweep() {
        Instant now = clock.instant();
        List<String> over = new ArrayList<>();
        entries.forEach((key, entry) -> {
            if (!entry.used.plus(bounds.idle()).isAfter(now)
                    || !entry.opened.plus(bounds.age()).isAfter(now)) {
                over.add(key);
            }
        });
        over.forEach(this::remove);
    }

    synchronized void remove(String key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            entry.session.thenAccept(this::signOut);
        }
    }

    private void signOut(PersonalSession session) {
        try {
            signingOut.execute(session::close);
        } catch (RejectedExecutionException e) {
            session.close();
        }
    }

    synchronized int size() {
        return entries.size();
    }

    /** Signs out everywhere; a vCenter that does not answer ends its session by itself. */
    @Override
    public void close() {
        synchronized (this) {
            List.copyOf(entries.keySet()).forEach(this::remove);
        }
        signingOut.shutdown();
    }
}
