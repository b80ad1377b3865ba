package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done with the snapshots of one datastore. */
final class DatastoreSnapshots {
    private DatastoreSnapshots() {}

    /** A command about one datastore. */
    abstract static class OfDatastore extends ClientCommand {
        @Parameters(index = "0", paramLabel = "DATASTORE", description = "Its name or id.")
        private String datastore = "";

        private @Nullable String path;

        final String path() {
            String known = path;
            if (known == null) {
                String id = client().id("datastores", "datastore", datastore);
                known = "/datastores/" + RestClient.encoded(id) + "/snapshots";
                path = known;
            }
            return known;
        }

        final String datastore() {
            return datastore;
        }

        final int listing(List<JsonNode> snapshots) {
            Table table = new Table(
                    "NAME",
                    "DATASET",
                    "CREATED",
                    "USED",
                    "REFERENCED",
                    "HOLDS",
                    "TASK",
                    "VMS",
                    "REPLICATED BY",
                    "GUID");
            return guard().list(
                            snapshots,
                            table,
                            s -> table.row(
                                    Text.of(s, "name"),
                                    Text.of(s, "dataset"),
                                    Text.of(s, "created"),
                                    Text.bytes(s, "used"),
                                    Text.bytes(s, "referenced"),
                                    Text.of(s, "holds"),
                                    Text.of(s, "task"),
                                    machines(s),
                                    replicas(s),
                                    Text.of(s, "guid")));
        }

        /** How many are how; a dash where the snapshot is not VM-consistent. */
        static String machines(JsonNode snapshot) {
            Map<String, Long> counts = StreamSupport.stream(
                            snapshot.path("vmResults").spliterator(), false)
                    .collect(Collectors.groupingBy(vm -> Text.of(vm, "result"), TreeMap::new, Collectors.counting()));
            String machines = counts.entrySet().stream()
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", "));
            return machines.isEmpty() ? "-" : machines;
        }

        /** A plus where the target has a newer one and perhaps not this. */
        private static String replicas(JsonNode snapshot) {
            String replicas = StreamSupport.stream(snapshot.path("replicatedTo").spliterator(), false)
                    .map(r -> Text.of(r, r.has("taskName") ? "taskName" : "taskId")
                            + (r.path("exact").asBoolean() ? "" : "+"))
                    .collect(Collectors.joining(", "));
            return replicas.isEmpty() ? "-" : replicas;
        }
    }

    @Command(
            name = "list",
            description = "List the newest snapshots of a datastore. A + behind a replication task: its target has a"
                    + " newer one, and perhaps not this.")
    static final class ListThem extends OfDatastore {
        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "At most so many, up to 1000. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Option(names = "--all", description = "All of them; slow where there are thousands.")
        private boolean all;

        @Override
        public Integer call() {
            return listing(all ? client().all(path()) : items(client().get(path() + "?limit=" + limit)));
        }
    }

    /** A command about one snapshot. */
    abstract static class OfOne extends OfDatastore {
        @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "Its name or guid.")
        private String snapshot = "";

        final String pathOfFound() {
            String guid = found().path("guid").asText();
            return path() + "/" + RestClient.encoded(guid);
        }

        /** A name first, since a name may look like a guid and people mean names. */
        final JsonNode found() {
            if (snapshot.isBlank()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "SNAPSHOT is empty; name it or give its guid, see snapshot list");
            }
            List<JsonNode> named = items(client().get(path() + "?name=" + RestClient.encoded(snapshot)));
            if (named.size() > 1) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        named.size() + " snapshots of " + datastore() + " are named " + snapshot + "; use the guid: "
                                + named.stream().map(s -> Text.of(s, "guid")).collect(Collectors.joining(", ")));
            }
            return named.isEmpty() ? client().get(path() + "/" + RestClient.encoded(snapshot)) : named.get(0);
        }
    }

    @Command(name = "show", description = "Show a snapshot, and how it holds each virtual machine.")
    static final class Show extends OfOne {
        @Override
        public Integer call() {
            return guard().show(found(), this::draw);
        }

        private void draw(JsonNode snapshot) {
            for (String member : List.of("name", "dataset", "created", "guid", "task", "holds")) {
                guard().say(member + ": " + Text.of(snapshot, member));
            }
            guard().say("used: " + Text.bytes(snapshot, "used") + ", referenced: "
                    + Text.bytes(snapshot, "referenced"));
            snapshot.path("vmResults")
                    .forEach(vm -> guard().say("VM " + Text.of(vm, "vm") + ": " + Text.of(vm, "result")
                            + (vm.has("reason") ? " (" + Text.of(vm, "reason") + ")" : "")));
        }
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    @Command(name = "take", description = "Take a snapshot of a datastore now.")
    static final class Take extends OfDatastore {
        @Option(names = "--name", paramLabel = "NAME", description = "Default: manual- and the moment in UTC.")
        private @Nullable String name;

        @Option(names = "--recursive", description = "Of all datasets below too.")
        private boolean recursive;

        @Option(
                names = "--vm-consistent",
                description = "Quiesce the virtual machines on it first; shows the run that does it.")
        private boolean vmConsistent;

        @Option(
                names = "--on-vm-failure",
                paramLabel = "WHAT",
                description = "With --vm-consistent: CONTINUE (such a machine is crash-consistent) or FAIL (no snapshot"
                        + " then). Default: CONTINUE")
        private @Nullable String onVmFailure;

        @Override
        public Integer call() {
            ObjectNode order = client().object().put("recursive", recursive);
            if (name != null) {
                order.put("name", name);
            }
            if (onVmFailure != null) {
                order.put("onVmFailure", onVmFailure);
            }
            if (!vmConsistent) {
                return listing(items(client().post(path(), order)));
            }
            JsonNode run = client().post(path(), order.put("vmConsistent", true));
            return new RunFollower(guard(), run.path("id").asText()).follow();
        }
    }

    @Command(
            name = "delete",
            description = "Delete a snapshot of a datastore for ever: one that is neither held nor cloned. Those of the"
                    + " datasets below stay.")
    static final class Delete extends OfOne {
        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        @Option(names = "--force", description = "Also when the next increment of a replication starts from it.")
        private boolean force;

        @Override
        public Integer call() {
            JsonNode doomed = found();
            String shown = Text.of(doomed, "dataset") + "@" + Text.of(doomed, "name");
            if (!yes
                    && !guard().terminal()
                            .confirms("Delete " + shown + " of " + Text.of(doomed, "created") + ", which frees "
                                    + Text.bytes(doomed, "used") + "? It cannot be undone.")) {
                throw new CommandFailure(
                        ExitCode.REFUSED, "Nothing was deleted: nobody confirmed it\n  In scripts, use --yes");
            }
            client().delete(path() + "/" + doomed.path("guid").asText() + "?confirm="
                    + RestClient.encoded(doomed.path("name").asText()) + (force ? "&force=true" : ""));
            guard().say("Deleted " + shown);
            return ExitCode.OK;
        }
    }
}
