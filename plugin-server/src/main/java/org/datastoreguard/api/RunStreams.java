package org.datastoreguard.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.RunEvents;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.work.Story;

/**
 * The open live views of runs. Each reads what changed from the store when this server's runs say so, and every two
 * seconds anyway, because another server may perform the run. Thread-safe.
 */
public final class RunStreams implements AutoCloseable {
    private static final int MOST = 100;
    private static final long LOOK_AGAIN_SECONDS = 2;

    private final Runs runs;
    private final ObjectMapper json;
    private final Clock clock;
    private final Set<RunStream> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers = Executors.newCachedThreadPool(daemon("run-stream-"));
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(daemon("run-stream-tick-"));
    private final Story.Registration listening;

    public RunStreams(Runs runs, RunEvents events, ObjectMapper json, Clock clock) {
        this.runs = runs;
        this.json = json;
        this.clock = clock;
        this.listening = events.listen(this::changed);
        ticks.scheduleWithFixedDelay(this::lookAgain, LOOK_AGAIN_SECONDS, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @throws GuardException TOO_MANY_REQUESTS */
    void open(String runId, long afterLine, SseEventSink sink, Sse sse) {
        if (open.size() >= MOST) {
            throw new GuardException(
                    ErrorCode.TOO_MANY_REQUESTS, MOST + " live views are open; close one, or read the run instead");
        }
        RunStream stream = new RunStream(runId, afterLine, new RunStream.Channel(sink, sse, json), runs, clock);
        open.add(stream);
        wake(stream);
    }

    private void changed(String runId) {
        open.stream().filter(stream -> stream.runId().equals(runId)).forEach(this::wake);
    }

    private void lookAgain() {
        open.forEach(this::wake);
    }

    /** A stream that is already being written to will look once more; a slow reader holds one thread, never two. */
    private void wake(RunStream stream) {
        if (stream.wake()) {
            writers.execute(() -> {
                stream.write();
                if (stream.ended()) {
                    open.remove(stream);
                }
            });
        }
    }

    @Override
    public void close() {
        listening.close();
        ticks.shutdownNow();
        open.forEach(RunStream::close);
        writers.shutdownNow();
    }
}
