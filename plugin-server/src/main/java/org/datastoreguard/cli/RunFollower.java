package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: log lines, and a bar where a person looks on. A lost connection is taken up again after the last
 * line that was shown, so nothing is missed or said twice.
 */
final class RunFollower {
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "SUCCEEDED_WITH_WARNINGS", "FAILED", "CANCELLED");
    /** How long a server may be away; the run itself does not mind. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DatastoreGuard guard;
    private final String path;
    private final ProgressBar bar;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable String lastLine;
    private JsonNode run = MissingNode.getInstance();

    RunFollower(DatastoreGuard guard, String runId) {
        this.guard = guard;
        this.path = "/runs/" + RestClient.encoded(runId);
        this.bar = new ProgressBar(guard.terminal());
    }

    /** @return the exit status that the run's end stands for */
    int follow() {
        try {
            run = guard.client().get(path);
            while (!ended()) {
                readEvents();
                run = whenServerIsBack();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "No longer watched; the run itself goes on", e);
        }
        bar.end();
        guard.show(run, r -> RunsCommands.draw(guard, r));
        return run.path("state").asText().startsWith("SUCCEEDED") ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean ended() {
        return ENDED.contains(run.path("state").asText());
    }

    private void readEvents() throws InterruptedException {
        try (EventStream events = guard.client().events(path + "/events", lastLine)) {
            Optional<EventStream.Event> event = events.next();
            while (event.isPresent() && !happened(event.get())) {
                event = events.next();
            }
        }
    }

    /** A server that is restarted takes the run up again, so a person who watches it need not start over either. */
    private JsonNode whenServerIsBack() throws InterruptedException {
        long givenUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return guard.client().get(path);
            } catch (CommandFailure e) {
                if (e.exitCode() != ExitCode.FAILED || System.nanoTime() > givenUp) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** @return whether nothing will follow */
    private boolean happened(EventStream.Event event) {
        if (event.name().equals("log")) {
            lastLine = event.id();
            log(parsed(event.data()));
        } else if (event.name().equals("run")) {
            run = parsed(event.data());
            if (!guard.asJson()) {
                bar.show(run);
            }
        }
        return event.name().equals("end");
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
}
