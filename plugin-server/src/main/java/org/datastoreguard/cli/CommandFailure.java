package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A command that did not do what it was asked, in words for the person who typed it. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final String code;

    CommandFailure(int exitCode, String message) {
        this(exitCode, message, "");
    }

    CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = "";
    }

    private CommandFailure(int exitCode, String message, String code) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    /** What the server refused, as it said it: title, every broken rule, and where to read on. */
    static CommandFailure ofProblem(int status, JsonNode problem) {
        StringBuilder text = new StringBuilder(problem.path("title").asText("The server answered " + status));
        if (problem.path("errors").isEmpty()) {
            line(text, problem.path("detail").asText(""));
        }
        problem.path("errors")
                .forEach(e -> line(
                        text,
                        e.path("field").asText() + ": " + e.path("message").asText()));
        problem.path("stderr").asText("").lines().forEach(said -> line(text, "| " + said));
        String code = problem.path("code").asText("");
        if (!code.isEmpty()) {
            line(
                    text,
                    code + " (docs/runbook/" + code + ".md), incident "
                            + problem.path("incidentId").asText("-"));
        }
        return new CommandFailure(ExitCode.of(status), text.toString(), code);
    }

    private static void line(StringBuilder text, String line) {
        if (!line.isEmpty()) {
            text.append("\n  ").append(Text.printable(line));
        }
    }

    int exitCode() {
        return exitCode;
    }

    /** The server's stable code; empty where the command itself failed. */
    String code() {
        return code;
    }
}
