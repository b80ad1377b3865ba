package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: log lines, and a bar where a person looks on. A lost connection is taken up again after the last
 * line that was shown, so nothing is missed or said twice.
 */
final class RunFollower {
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "SUCCEEDED_WITH_WARNINGS", "FAILED", "CANCELLED");
    private static final int RECONNECTS = 20;

    private final DatastoreGuard guard;
    private final String path;
    private final ProgressBar bar;
    private final ObjectMapper json = new ObjectMapper();
    private String lastLine = "0";
    private @Nullable JsonNode run;

    RunFollower(DatastoreGuard guard, String runId) {
        this.guard = guard;
        this.path = "/runs/" + RestClient.encoded(runId);
        this.bar = new ProgressBar(guard.terminal());
    }

    /** @return the exit status that the run's end stands for */
    int follow() {
        for (int i = 0; i < RECONNECTS && !ended(); i++) {
            readEvents();
            run = guard.client().get(path);
        }
        bar.end();
        JsonNode last = run == null ? guard.client().get(path) : run;
        guard.show(last, r -> RunsCommands.draw(guard, r));
        return last.path("state").asText().startsWith("SUCCEEDED") ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean ended() {
        return run != null && ENDED.contains(run.path("state").asText());
    }

    private void readEvents() {
        try (Stream<String> lines = guard.client().lines(path + "/events", "Last-Event-ID", lastLine)) {
            Event event = new Event();
            for (Iterator<String> all = lines.iterator(); all.hasNext(); ) {
                String line = all.next();
                if (!line.isEmpty()) {
                    event.take(line);
                } else if (happened(event)) {
                    return;
                } else {
                    event = new Event();
                }
            }
        } catch (UncheckedIOException e) {
            // The connection broke; the caller looks at the run and comes back.
        }
    }

    /** @return whether nothing will follow */
    private boolean happened(Event event) {
        if (event.name.equals("log")) {
            lastLine = event.id;
            log(parsed(event.data));
        } else if (event.name.equals("run")) {
            run = parsed(event.data);
            if (!guard.asJson()) {
                bar.show(run);
            }
        }
        return event.name.equals("end");
    }

    private void log(JsonNode line) {
        if (!guard.asJson()) {
            bar.clear();
            guard.say(Text.of(line, "at").replaceFirst("\\.[0-9]+Z$", "Z") + "  " + Text.of(line, "text"));
        }
    }

    private JsonNode parsed(String data) {
        try {
            return json.readTree(data);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.FAILED, "The live view cannot be read", e);
        }
    }

    /** One event while its lines come in. */
    private static final class Event {
        private String name = "";
        private String id = "";
        private String data = "";

        void take(String line) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data = data + value;
                default -> {
                    // A comment that keeps the connection alive.
                }
            }
        }
    }
}
