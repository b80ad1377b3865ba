package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "runs",
        description = "See what ran, what runs, and what waits.",
        subcommands = {
            RunsCommands.ListAll.class,
            RunsCommands.Show.class,
            RunsCommands.Log.class,
            RunsCommands.Follow.class,
            RunsCommands.Cancel.class
        })
final class RunsCommands extends CommandGroup {

    /** A command about one run. */
    abstract static class OfOne extends ClientCommand {
        @Parameters(paramLabel = "RUN", description = "Its id, as runs list shows it.")
        private String run = "";

        String id() {
            return run;
        }

        String path() {
            return "/runs/" + RestClient.encoded(run);
        }
    }

    @Command(name = "list", description = "List the runs, newest first.")
    static final class ListAll extends ClientCommand {
        @Option(names = "--task", paramLabel = "ID", description = "Only those of this task.")
        private @Nullable String task;

        @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state, such as FAILED.")
        private @Nullable String state;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Only those opened since, such as 2027-01-31T00:00:00Z.")
        private @Nullable String since;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "At most so many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            Table table = new Table("RUN", "KIND", "TASK", "STATE", "STARTED", "ENDED", "SENT", "NOTE");
            JsonNode page = client().get("/runs?limit=" + limit + filter("task", task) + filter("state", state)
                    + filter("since", since));
            List<JsonNode> items = StreamSupport.stream(page.path("items").spliterator(), false)
                    .toList();
            return guard().list(
                            items,
                            table,
                            r -> table.row(
                                    Text.of(r, "id"),
                                    Text.of(r, "kind"),
                                    Text.of(r, "taskName"),
                                    Text.of(r, "state"),
                                    Text.of(r, "startedAt"),
                                    Text.of(r, "endedAt"),
                                    Text.bytes(r, "bytesDone"),
                                    note(r)));
        }

        private static String filter(String name, @Nullable String value) {
            return value == null ? "" : "&" + name + "=" + RestClient.encoded(value);
        }

        private static String note(JsonNode run) {
            return run.has("error") ? Text.of(run, "error.code") : Text.of(run, "waitingFor");
        }
    }

    @Command(name = "show", description = "Show one run.")
    static final class Show extends OfOne {
        @Override
        public Integer call() {
            return guard().show(client().get(path()), run -> draw(guard(), run));
        }
    }

    /** What there is to say about a run; absent members are left out. */
    static void draw(DatastoreGuard guard, JsonNode run) {
        guard.say("Run " + Text.of(run, "id") + " of " + Text.of(run, "taskName") + ": " + Text.of(run, "state"));
        for (String member :
                List.of("waitingFor", "trigger", "slot", "startedAt", "endedAt", "attempt", "nodeId", "warnings")) {
            String value = Text.of(run, member);
            if (!value.equals("-")) {
                guard.say("  " + member + ": " + value);
            }
        }
        run.path("steps")
                .forEach(step -> guard.say("  " + Text.of(step, "dataset") + "  "
                        + (step.has("from") ? Text.of(step, "from") : "full") + " -> " + Text.of(step, "to") + "  "
                        + Text.of(step, "state") + ", " + Text.bytes(step, "bytesDone")));
        if (run.has("error")) {
            guard.say("  error: " + Text.of(run, "error.code") + " (docs/runbook/" + Text.of(run, "error.code")
                    + ".md)\n    " + Text.of(run, "error.message"));
            run.at("/error/stderr").asText("").lines().forEach(line -> guard.say("    | " + Text.printable(line)));
        }
    }

    @Command(name = "log", description = "Print a run's log.")
    static final class Log extends OfOne {
        @Override
        public Integer call() {
            client().lines(path() + "/log")
                    .map(Text::printable)
                    .forEach(guard().terminal().out()::println);
            return ExitCode.OK;
        }
    }

    @Command(
            name = "follow",
            description = "Watch a run to its end. The exit status is the run's: 0 when it succeeded, 1 when not.")
    static final class Follow extends OfOne {
        @Override
        public Integer call() {
            return new RunFollower(guard(), id()).follow();
        }
    }

    @Command(name = "cancel", description = "Ask a run to end.")
    static final class Cancel extends OfOne {
        @Override
        public Integer call() {
            ObjectNode nothing = client().object();
            return guard().show(
                            client().post(path() + "/cancel", nothing),
                            r -> guard().say("Run " + id() + " is " + Text.of(r, "state")));
        }
    }
}
