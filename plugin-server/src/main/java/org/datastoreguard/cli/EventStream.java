package org.datastoreguard.cli;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A stream of Server-Sent Events. Used by one thread. */
final class EventStream implements AutoCloseable {
    /** The server says something at least every 15 seconds; longer silence means that it is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final Lines lines = new Lines();
    private @Nullable CompletableFuture<HttpResponse<Void>> answer;

    private EventStream() {}

    static EventStream open(HttpClient http, HttpRequest request) {
        EventStream stream = new EventStream();
        stream.answer = http.sendAsync(request, BodyHandlers.fromLineSubscriber(stream.lines))
                .whenComplete((ignored, error) -> stream.lines.onComplete());
        return stream;
    }

    /** One event; {@code id} is null where it has none. */
    record Event(String name, @Nullable String id, String data) {}

    /** Waits for the next event; empty when the stream ended, broke, fell silent, or could not be opened. */
    Optional<Event> next() throws InterruptedException {
        String name = "";
        String id = null;
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = lines.take();
            if (line == null) {
                return Optional.empty();
            }
            if (line.isEmpty() && !name.isEmpty()) {
                return Optional.of(new Event(name, id, data.toString()));
            }
            if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            }
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    @Override
    public void close() {
        if (answer != null) {
            answer.cancel(true);
        }
    }

    /** The body's lines, handed from the client's thread to the reader's. */
    private static final class Lines implements Flow.Subscriber<String> {
        private static final String END = "\u0000";

        private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

        /** The next line; null when there will be none. */
        @Nullable
        String take() throws InterruptedException {
            String next = queue.poll(SILENCE.toSeconds(), TimeUnit.SECONDS);
            return END.equals(next) ? null : next;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            queue.add(line);
        }

        @Override
        public void onError(Throwable error) {
            // What broke is found out, and said, by whoever asks the server next.
            queue.add(END);
        }

        @Override
        public void onComplete() {
            queue.add(END);
        }
    }
}
