package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.util.List;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "snapshot",
        description = "See, take and delete snapshots; take them periodically.",
        subcommands = {
            DatastoreSnapshots.ListThem.class,
            DatastoreSnapshots.Show.class,
            DatastoreSnapshots.Take.class,
            DatastoreSnapshots.Delete.class,
            DatastoreRestores.RollBack.class,
            DatastoreRestores.Clone.class,
            SnapshotCommands.Leftovers.class,
            SnapshotCommands.Tasks.class
        })
final class SnapshotCommands extends CommandGroup {

    @Command(
            name = "task",
            description = "Periodic snapshot tasks.",
            subcommands = {
                Create.class,
                TaskGroup.ListAll.class,
                TaskGroup.Show.class,
                TaskGroup.RunNow.class,
                Preview.class,
                TaskGroup.Change.class,
                TaskGroup.Enable.class,
                TaskGroup.Disable.class,
                TaskGroup.Delete.class
            })
    static final class Tasks extends TaskGroup {
        @Override
        String collection() {
            return "snapshot-tasks";
        }

        @Override
        String what() {
            return "snapshot task";
        }
    }

    @Command(
            name = "create",
            description = "Create a snapshot task, for example:%n"
                    + "  snapshot task create hourly --datastore vm-nfs --recursive --every 1h%n"
                    + "  snapshot task create nightly --dataset nas1:tank/vm --cron \"0 2 * * MON-FRI\"")
    static final class Create extends ClientCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Mixin
        private TaskOptions options = new TaskOptions();

        @Option(names = "--every", paramLabel = "DURATION", description = "How often: 5m, 1h, 1d, 2w.")
        private @Nullable String every;

        @Option(names = "--weekday", paramLabel = "DAY", description = "With --every: MONDAY ...; may be repeated.")
        private List<DayOfWeek> weekdays = List.of();

        @Option(
                names = "--lifetime",
                paramLabel = "LIFETIME",
                description = "How long a snapshot is kept: 12h, 7d, 2w, 3mo, 1y. Default: for ever")
        private @Nullable String lifetime;

        @Option(names = "--naming-schema", paramLabel = "SCHEMA", description = "Default: auto-%%Y-%%m-%%d_%%H-%%MZ")
        private @Nullable String namingSchema;

        @Option(names = "--vm-consistent", description = "Quiesce the virtual machines first; needs --datastore.")
        private boolean vmConsistent;

        @Option(
                names = "--on-vm-failure",
                paramLabel = "POLICY",
                description = "With --vm-consistent, where one cannot be quiesced: CONTINUE with a warning (default),"
                        + " or FAIL without a snapshot.")
        private @Nullable OnVmFailure onVmFailure;

        @Override
        public Integer call() {
            ObjectNode body = client().object().put("name", name);
            if (every != null) {
                body.put("interval", Durations.of(every).toString());
            }
            if (!weekdays.isEmpty()) {
                weekdays.forEach(day -> body.withArray("weekdays").add(day.name()));
            }
            if (lifetime != null) {
                Lifetimes.put(body, lifetime);
            }
            if (namingSchema != null) {
                body.put("namingSchema", namingSchema);
            }
            body.put("vmConsistent", vmConsistent);
            if (onVmFailure != null) {
                body.put("onVmFailure", onVmFailure.name());
            }
            options.snapshotSource(body, client());
            options.fill(body, client());
            return guard().show(
                            client().post("/snapshot-tasks", body),
                            t -> guard().say("Created snapshot task " + name + " (" + Text.of(t, "id") + ")"));
        }
    }

    @Command(
            name = "leftovers",
            description =
                    "List the snapshots of virtual machines that this product made and could not remove yet. Each is"
                            + " tried again by itself.")
    static final class Leftovers extends ClientCommand {
        @Override
        public Integer call() {
            Table table = new Table("VM", "VCENTER", "SNAPSHOT", "CREATED", "ATTEMPTS", "NEXT", "PROBLEM");
            return guard().list(
                            client().all(PATH),
                            table,
                            s -> table.row(
                                    Text.of(s, "vm"),
                                    Text.of(s, "vcenterId"),
                                    Text.of(s, "name"),
                                    Text.of(s, "createdAt"),
                                    Text.of(s, "attempts"),
                                    Text.of(s, "nextAttemptAt"),
                                    Text.of(s, "problem")));
        }

        static final String PATH = "/vm-snapshots/leftover";
    }

    @Command(
            name = "preview",
            description =
                    "Show which snapshots the next run would delete, as the task is or with a change, for example:%n"
                            + "  snapshot task preview hourly --lifetime 2w")
    static final class Preview extends TaskGroup.OfOne {
        @Option(
                names = "--lifetime",
                paramLabel = "LIFETIME",
                description = "As if snapshots were kept that long: 12h, 7d, 2w, 3mo, 1y.")
        private @Nullable String lifetime;

        @Override
        public Integer call() {
            ObjectNode change = client().object();
            if (lifetime != null) {
                Lifetimes.put(change, lifetime);
            }
            return guard().show(client().post(path() + "/retention-preview", change), this::draw);
        }

        private void draw(JsonNode preview) {
            if (preview.has("doubt")) {
                guard().say("Nothing would be deleted: " + Text.of(preview, "doubt"));
            }
            preview.path("datasets").forEach(dataset -> {
                dataset.path("delete")
                        .forEach(label -> guard().say("DELETE  " + Text.of(dataset, "dataset") + "@" + label.asText()));
                dataset.path("keep")
                        .forEach(kept -> guard().say("KEEP    " + Text.of(dataset, "dataset") + "@"
                                + Text.of(kept, "snapshot") + ": " + Text.of(kept, "reason")));
            });
            guard().say("Snapshots that would be deleted: " + Text.of(preview, "deletions"));
        }
    }
}
