package org.datastoreguard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.datastoreguard.api.document.LogLineDocument;
import org.datastoreguard.api.document.RunDocument;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.LogLine;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.Runs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader's live view of one run. Log lines carry their number as event id, so that a reader that lost the connection
 * goes on after the last line it saw; the run itself is always sent whole, so that nothing of it can be lost.
 */
final class RunStream {
    private static final Logger LOG = LoggerFactory.getLogger(RunStream.class);
    private static final int PART = 500;
    /** Proxies and browsers give up on a connection that stays silent. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final String runId;
    private final Channel channel;
    private final Runs runs;
    private final Clock clock;
    private final AtomicInteger wakes = new AtomicInteger();
    private long lastLine;
    private @Nullable Run lastRun;
    private Instant lastSent;
    private volatile boolean ended;

    RunStream(String runId, long afterLine, Channel channel, Runs runs, Clock clock) {
        this.runId = runId;
        this.lastLine = afterLine;
        this.channel = channel;
        this.runs = runs;
        this.clock = clock;
        this.lastSent = clock.instant();
    }

    String runId() {
        return runId;
    }

    boolean ended() {
        return ended;
    }

    /** Says that there may be something new. @return whether the caller must now {@link #write} */
    boolean wake() {
        return !ended && wakes.getAndIncrement() == 0;
    }

    /** Sends all that is new, and again as long as more was announced meanwhile. */
    void write() {
        int seen;
        do {
            seen = wakes.get();
            try {
                writeOnce();
            } catch (GuardException | IllegalStateException e) {
                LOG.debug("The live view of run {} ended", runId, e);
                close();
            }
        } while (!wakes.compareAndSet(seen, 0) && !ended);
    }

    private void writeOnce() {
        // The run is read before its log: a run seen as ended has written all its lines.
        Run run = runs.find(runId).orElse(null);
        sendLines();
        if (run != null && !run.equals(lastRun)) {
            send("run", null, RunDocument.of(run));
            lastRun = run;
        }
        if (run == null || run.state().ended()) {
            send("end", null, "");
            close();
        } else if (Duration.between(lastSent, clock.instant()).compareTo(HEARTBEAT) >= 0) {
            channel.comment();
            lastSent = clock.instant();
        }
        ended |= channel.closed();
    }

    private void sendLines() {
        List<LogLine> lines;
        do {
            lines = runs.log(runId, lastLine, PART);
            for (LogLine line : lines) {
                send("log", Long.toString(line.number()), LogLineDocument.of(line));
                lastLine = line.number();
            }
        } while (lines.size() == PART && !channel.closed());
    }

    private void send(String name, @Nullable String id, Object data) {
        channel.send(name, id, data);
        lastSent = clock.instant();
    }

    void close() {
        ended = true;
        channel.close();
    }

    /** The connection to the reader. */
    record Channel(SseEventSink sink, Sse sse, ObjectMapper json) {
        void send(String name, @Nullable String id, Object data) {
            OutboundSseEvent.Builder event = sse.newEventBuilder().name(name).data(String.class, text(data));
            await(id == null ? event.build() : event.id(id).build());
        }

        void comment() {
            await(sse.newEventBuilder().comment("still here").build());
        }

        private void await(OutboundSseEvent event) {
            sink.send(event).toCompletableFuture().join();
        }

        private String text(Object data) {
            try {
                return json.writeValueAsString(data);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Documents can always be written", e);
            }
        }

        boolean closed() {
            return sink.isClosed();
        }

        void close() {
            try {
                sink.close();
            } catch (IOException | IllegalStateException e) {
                // The latter by Jersey, when the server that the view came through has been stopped before.
                LOG.debug("A live view's connection was already gone", e);
            }
        }
    }
}
