package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "snapshot", description = "Take snapshots periodically.", subcommands = SnapshotCommands.Tasks.class)
final class SnapshotCommands extends CommandGroup {

    @Command(
            name = "task",
            description = "Periodic snapshot tasks.",
            subcommands = {
                Create.class,
                TaskGroup.ListAll.class,
                TaskGroup.Show.class,
                TaskGroup.RunNow.class,
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

        @Option(names = "--naming-schema", paramLabel = "SCHEMA", description = "Default: auto-%%Y-%%m-%%d_%%H-%%MZ")
        private @Nullable String namingSchema;

        @Override
        public Integer call() {
            ObjectNode body = client().object().put("name", name);
            if (every != null) {
                body.put("interval", Durations.of(every).toString());
            }
            if (!weekdays.isEmpty()) {
                weekdays.forEach(day -> body.withArray("weekdays").add(day.name()));
            }
            if (namingSchema != null) {
                body.put("namingSchema", namingSchema);
            }
            options.snapshotSource(body, client());
            options.fill(body, client());
            return guard().show(
                            client().post("/snapshot-tasks", body),
                            t -> guard().say("Created snapshot task " + name + " (" + Text.of(t, "id") + ")"));
        }
    }
}
