package org.datastoreguard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What snapshot tasks and replication tasks have in common. */
abstract class TaskGroup extends CommandGroup {
    /** The last part of the tasks' address. */
    abstract String collection();

    /** For people. */
    abstract String what();

    /** A command about one task. */
    abstract static class OfOne extends ClientCommand {
        @ParentCommand
        private @Nullable TaskGroup group;

        @Parameters(paramLabel = "TASK", description = "Its name or id.")
        private String task = "";

        JsonNode task() {
            TaskGroup tasks = Objects.requireNonNull(group);
            return client().named(tasks.collection(), tasks.what(), task);
        }

        String path() {
            return "/" + Objects.requireNonNull(group).collection() + "/"
                    + task().path("id").asText();
        }

        String name() {
            return task;
        }
    }

    @Command(name = "list", description = "List the tasks.")
    static final class ListAll extends ClientCommand {
        @ParentCommand
        private @Nullable TaskGroup group;

        @Override
        public Integer call() {
            Table table = new Table("NAME", "ENABLED", "SOURCE", "WHEN", "WINDOW", "TO", "ID");
            return guard().list(
                            client().all("/" + Objects.requireNonNull(group).collection()),
                            table,
                            t -> table.row(
                                    Text.of(t, "name"),
                                    Text.of(t, "enabled"),
                                    source(t),
                                    when(t),
                                    window(t),
                                    Text.of(t, "remoteDataset"),
                                    Text.of(t, "id")));
        }

        private static String source(JsonNode task) {
            if (task.has("datastoreId")) {
                return Text.of(task, "datastoreId");
            }
            return Text.of(task, task.at("/source/datasets").isMissingNode() ? "source.dataset" : "source.datasets");
        }

        private static String when(JsonNode task) {
            if (task.has("interval")) {
                return "every " + Text.of(task, "interval");
            }
            JsonNode cron = task.path("schedule");
            return cron.isMissingNode()
                    ? Text.of(task, "trigger")
                    : String.join(
                            " ",
                            Text.of(cron, "minute"),
                            Text.of(cron, "hour"),
                            Text.of(cron, "dayOfMonth"),
                            Text.of(cron, "month"),
                            Text.of(cron, "dayOfWeek"));
        }

        private static String window(JsonNode task) {
            return task.has("begin")
                    ? Text.of(task, "begin") + "-" + Text.of(task, "end") + " " + Text.of(task, "timeZone")
                    : "all day";
        }
    }

    @Command(name = "show", description = "Show all of a task.")
    static final class Show extends OfOne {
        @Override
        public Integer call() {
            return guard().show(
                            task(),
                            t -> t.properties()
                                    .forEach(member -> guard().say(member.getKey() + ": "
                                            + (member.getValue().isValueNode()
                                                    ? member.getValue().asText()
                                                    : member.getValue().toString()))));
        }
    }

    @Command(name = "run", description = "Run a task now, whatever its window says.")
    static final class RunNow extends OfOne {
        @Option(names = "--follow", description = "Watch it to its end; the exit status is then the run's.")
        private boolean follow;

        @Override
        public Integer call() {
            JsonNode run = client().post(path() + "/run", client().object());
            if (!follow) {
                return guard().show(
                                run,
                                r -> guard().say("Run " + Text.of(r, "id") + " is " + Text.of(r, "state")
                                        + ". Watch it: datastore-guard runs follow " + Text.of(r, "id")));
            }
            return new RunFollower(guard(), run.path("id").asText()).follow();
        }
    }

    @Command(name = "enable", description = "Let a task run by itself again.")
    static final class Enable extends OfOne {
        @Override
        public Integer call() {
            return switched(this, true);
        }
    }

    @Command(name = "disable", description = "Keep a task from running by itself, without deleting it.")
    static final class Disable extends OfOne {
        @Override
        public Integer call() {
            return switched(this, false);
        }
    }

    private static int switched(OfOne command, boolean enabled) {
        JsonNode changed =
                command.client().patch(command.path(), command.client().object().put("enabled", enabled));
        return command.guard()
                .show(
                        changed,
                        t -> command.guard().say(Text.of(t, "name") + (enabled ? " is enabled" : " is disabled")));
    }

    @Command(
            name = "change",
            description = "Change single fields of a task, named as in the REST API: --set begin=22:00 --set retries=3."
                    + " null takes a field away.")
    static final class Change extends OfOne {
        @Option(
                names = "--set",
                required = true,
                paramLabel = "FIELD=VALUE",
                description = "A field and its value; JSON, or plain text.")
        private Map<String, String> fields = Map.of();

        @Override
        public Integer call() {
            ObjectNode change = client().object();
            setAll(change, fields);
            return guard().show(client().patch(path(), change), t -> guard().say("Changed " + Text.of(t, "name")));
        }
    }

    @Command(name = "delete", description = "Delete a task. Snapshots and copies it made stay.")
    static final class Delete extends OfOne {
        @Override
        public Integer call() {
            client().delete(path());
            guard().say("Deleted " + name());
            return ExitCode.OK;
        }
    }

    /** Sets members from what a person typed: JSON where it reads as JSON, else text. */
    static void setAll(ObjectNode body, Map<String, String> fields) {
        ObjectMapper json = new ObjectMapper();
        fields.forEach((name, text) -> {
            try {
                body.set(name, json.readTree(text.isEmpty() ? "null" : text));
            } catch (JsonProcessingException e) {
                body.put(name, text);
            }
        });
    }
}
