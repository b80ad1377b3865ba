package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "datastore",
        description = "See which dataset stands behind which datastore.",
        subcommands = {DatastoreCommands.ListAll.class, DatastoreCommands.Show.class, DatastoreCommands.Refresh.class})
final class DatastoreCommands extends CommandGroup {

    /** The list, as both commands show it. */
    abstract static class Listing extends ClientCommand {
        int listing() {
            Table table =
                    new Table("DATASTORE", "STATUS", "DATASET", "ON", "LAST SNAPSHOT", "LAST REPLICATION", "REASON");
            List<JsonNode> systems = client().all("/nas-systems");
            return guard().list(
                            client().all("/datastores"),
                            table,
                            d -> table.row(
                                    Text.of(d, "name"),
                                    Text.of(d, "mapping.status"),
                                    Text.of(d, "mapping.datasets"),
                                    nameOf(systems, Text.of(d, "mapping.nasSystemId")),
                                    Text.of(d, "protection.lastSnapshotAt"),
                                    Text.of(d, "protection.lastReplicationAt"),
                                    Text.of(d, "mapping.reason")));
        }

        private static String nameOf(List<JsonNode> systems, String id) {
            return systems.stream()
                    .filter(system -> Text.of(system, "id").equals(id))
                    .map(system -> Text.of(system, "name"))
                    .findFirst()
                    .orElse(id);
        }
    }

    @Command(name = "list", description = "List the datastores, as the machines last described them.")
    static final class ListAll extends Listing {
        @Override
        public Integer call() {
            return listing();
        }
    }

    @Command(name = "refresh", description = "Ask every vCenter and NAS again, then list the datastores.")
    static final class Refresh extends Listing {
        @Override
        public Integer call() {
            JsonNode picture = client().post("/datastores/refresh", client().object());
            int status = listing();
            picture.path("problems")
                    .properties()
                    .forEach(problem -> guard().terminal()
                            .err()
                            .println(
                                    problem.getKey() + ": " + problem.getValue().asText()));
            return picture.path("problems").isEmpty() ? status : ExitCode.FAILED;
        }
    }

    @Command(name = "show", description = "Show one datastore.")
    static final class Show extends ClientCommand {
        @Parameters(paramLabel = "DATASTORE", description = "Its name or id.")
        private String datastore = "";

        @Override
        public Integer call() {
            return guard().show(client().named("datastores", "datastore", datastore), d -> {
                for (String member : List.of(
                        "name",
                        "id",
                        "backing.type",
                        "backing.hosts",
                        "backing.path",
                        "backing.extents",
                        "mapping.status",
                        "mapping.reason",
                        "mapping.datasets",
                        "protection.lastSnapshotAt",
                        "protection.lastReplicationAt",
                        "protection.lagSeconds")) {
                    guard().say(member + ": " + Text.of(d, member));
                }
            });
        }
    }
}
