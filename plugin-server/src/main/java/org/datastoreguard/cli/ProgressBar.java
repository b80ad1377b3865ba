package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;

/** A run's progress: one moving line for a person, a plain line for each new state and tenth part otherwise. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final int TENTH = 10;
    private static final int LONGEST = 79;

    private final Terminal terminal;
    private String shown = "";
    private String said = "";

    ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(JsonNode run) {
        String line = cut(line(run));
        if (terminal.interactive()) {
            clear();
            terminal.out().print(line);
            terminal.out().flush();
            shown = line;
        } else if (!step(run).equals(said)) {
            terminal.out().println(line);
            terminal.out().flush();
            said = step(run);
        }
    }

    /** A line that wraps could not be taken away again. */
    private String cut(String line) {
        return terminal.interactive() && line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
    }

    private static String step(JsonNode run) {
        return Text.of(run, "state") + Text.of(run, "waitingFor") + percent(run) / TENTH;
    }

    private static String line(JsonNode run) {
        if (run.has("waitingFor")) {
            return Text.of(run, "state") + ": " + Text.of(run, "waitingFor");
        }
        if (!run.has("bytesTotal") || run.path("bytesTotal").asLong() == 0) {
            return Text.of(run, "state");
        }
        int percent = percent(run);
        int full = WIDTH * percent / 100;
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + percent + "%  " + Text.bytes(run, "bytesDone")
                + " of " + Text.bytes(run, "bytesTotal") + rate(run);
    }

    private static String rate(JsonNode run) {
        String rate = run.has("bytesPerSecond") ? "  " + Text.bytes(run, "bytesPerSecond") + "/s" : "";
        return run.has("etaSeconds")
                ? rate + "  "
                        + Duration.ofSeconds(run.path("etaSeconds").asLong())
                                .toString()
                                .substring(2)
                                .toLowerCase(Locale.ROOT)
                        + " left"
                : rate;
    }

    private static int percent(JsonNode run) {
        long total = run.path("bytesTotal").asLong();
        return total <= 0 ? 0 : (int) Math.min(100, run.path("bytesDone").asLong() * 100 / total);
    }

    /** Takes the moving line away, so that something can be written in its place. */
    void clear() {
        if (!shown.isEmpty()) {
            terminal.out().print("\r" + " ".repeat(shown.length()) + "\r");
            shown = "";
        }
    }

    void end() {
        clear();
        terminal.out().flush();
    }
}
