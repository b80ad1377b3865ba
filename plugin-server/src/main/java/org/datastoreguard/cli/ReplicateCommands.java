package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replicate",
        description = "Send snapshots to another NAS.",
        subcommands = ReplicateCommands.Tasks.class)
final class ReplicateCommands extends CommandGroup {

    @Command(
            name = "task",
            description = "Replication tasks.",
            subcommands = {
                Create.class,
                TaskGroup.ListAll.class,
                TaskGroup.Show.class,
                TaskGroup.RunNow.class,
                ShowPlan.class,
                TaskGroup.Change.class,
                TaskGroup.Enable.class,
                TaskGroup.Disable.class,
                TaskGroup.Delete.class
            })
    static final class Tasks extends TaskGroup {
        @Override
        String collection() {
            return "replication-tasks";
        }

        @Override
        String what() {
            return "replication task";
        }
    }

    @Command(
            name = "create",
            description = "Create a replication task, for example:%n"
                    + "  replicate task create offsite --datastore vm-nfs --recursive --after hourly --to nas2:backup/vm"
                    + " --begin 22:00 --end 06:00")
    static final class Create extends ClientCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Mixin
        private TaskOptions options = new TaskOptions();

        @Option(
                names = "--to",
                required = true,
                paramLabel = "NAS:DATASET",
                description = "The dataset that receives, such as nas2:backup/vm.")
        private String to = "";

        @Option(
                names = "--to-host",
                paramLabel = "HOST",
                description = "How the source reaches that NAS, where it differs from how this server does.")
        private @Nullable String toHost;

        @Option(names = "--to-port", paramLabel = "PORT", description = "Likewise.")
        private @Nullable Integer toPort;

        @Option(
                names = "--after",
                paramLabel = "TASK",
                description = "Start after this snapshot task; may be repeated.")
        private List<String> after = List.of();

        @Option(
                names = "--include",
                paramLabel = "WHICH",
                description = "Which snapshots are sent: OWN (this product's), NAMING_SCHEMAS or ALL. Default: OWN")
        private @Nullable String include;

        @Override
        public Integer call() {
            TaskOptions.Place target = TaskOptions.Place.of(client(), to);
            ObjectNode body = client().object().put("name", name).put("remoteDataset", target.dataset());
            ObjectNode remote = body.putObject("remote").put("nasSystemId", target.nasSystemId());
            if (toHost != null) {
                remote.put("hostname", toHost);
            }
            if (toPort != null) {
                remote.put("port", toPort);
            }
            if (include != null) {
                body.put("includeSnapshots", include);
            }
            after.forEach(task ->
                    body.withArray("snapshotTaskIds").add(client().id("snapshot-tasks", "snapshot task", task)));
            options.replicationSource(body, client());
            options.fill(body, client());
            return guard().show(
                            client().post("/replication-tasks", body),
                            t -> guard().say("Created replication task " + name + " (" + Text.of(t, "id")
                                    + "), starts: " + Text.of(t, "trigger")));
        }
    }

    @Command(name = "plan", description = "Show what a run would do now, without doing it.")
    static final class ShowPlan extends TaskGroup.OfOne {
        @Override
        public Integer call() {
            JsonNode plan = client().post(path() + "/plan", client().object());
            guard().show(plan, this::draw);
            return plan.path("conflicts").isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
        }

        private void draw(JsonNode plan) {
            plan.path("steps").forEach(this::drawStep);
            if (plan.has("bytesTotal") && plan.path("bytesTotal").asLong() > 0) {
                guard().say("To send, as the source estimates it: " + Text.bytes(plan, "bytesTotal"));
            }
            plan.path("deletions").forEach(name -> guard().say("DELETE " + name.asText()));
            if (plan.has("retentionDoubt")) {
                guard().say("Target retention would delete nothing: " + Text.of(plan, "retentionDoubt"));
            }
            plan.path("conflicts").forEach(this::drawConflict);
            if (plan.path("steps").isEmpty() && plan.path("conflicts").isEmpty()) {
                guard().say("Nothing to send: both sides are equal.");
            }
        }

        private void drawConflict(JsonNode conflict) {
            guard().say("CONFLICT " + Text.of(conflict, "code") + ": " + Text.of(conflict, "message"));
            conflict.path("choices")
                    .forEach(choice -> guard().say(
                                    switch (choice.asText()) {
                                        case "ROLL_BACK" ->
                                            "  either roll it back: replicate task change NAME --set onDivergence=ROLL_BACK";
                                        case "REPLACE" ->
                                            "  either receive it anew beside this one, which is kept:"
                                                    + " replicate task change NAME --set fromScratch=REPLACE";
                                        default ->
                                            "  or choose another target: replicate task change NAME --set remoteDataset=DATASET";
                                    }));
        }

        private void drawStep(JsonNode step) {
            String line = Text.of(step, "action") + "  " + Text.of(step, "target");
            switch (Text.of(step, "action")) {
                case "ROLL_BACK" ->
                    guard().say(line + "  to " + Text.of(step, "to") + ", loses " + Text.of(step, "loses"));
                case "REPLACE" ->
                    guard().say(line + "  by " + Text.of(step, "from") + "; the old one is kept under another name");
                case "SEND_FULL" -> guard().say(line + "  " + Text.of(step, "to") + "  " + Text.bytes(step, "bytes"));
                case "SEND_INCREMENT", "RESUME" ->
                    guard().say(line + "  " + Text.of(step, "from") + " -> " + Text.of(step, "to") + "  "
                            + Text.bytes(step, "bytes"));
                default -> guard().say(line);
            }
        }
    }
}
