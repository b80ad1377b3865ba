package org.datastoreguard.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that creating a snapshot task and creating a replication task share. */
final class TaskOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--recursive", description = "Child datasets too.")
    private boolean recursive;

    @Option(
            names = "--exclude",
            paramLabel = "DATASET",
            description = "Left out; a full name or pattern; may be repeated.")
    private List<String> exclude = List.of();

    @Option(names = "--cron", paramLabel = "\"M H DOM MON DOW\"", description = "When it runs, as five cron fields.")
    private @Nullable String cron;

    @Option(names = "--begin", paramLabel = "HH:MM", description = "Earliest start of the day; with --end.")
    private @Nullable String begin;

    @Option(names = "--end", paramLabel = "HH:MM", description = "Latest start; before --begin to cross midnight.")
    private @Nullable String end;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Time zone of these times, such as Europe/Berlin. Default: that of this machine.")
    private String zone = ZoneId.systemDefault().getId();

    @Option(names = "--disabled", description = "Create it, but do not let it run by itself yet.")
    private boolean disabled;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Any other field of the REST API; JSON, or plain text; may be repeated.")
    private Map<String, String> fields = Map.of();

    /** What is protected. */
    static final class Source {
        @Option(names = "--datastore", paramLabel = "DATASTORE", description = "The datastore, by name or id.")
        private @Nullable String datastore;

        @Option(
                names = "--dataset",
                paramLabel = "NAS:DATASET",
                description = "A dataset of a NAS, such as nas1:tank/vm.")
        private List<String> datasets = List.of();
    }

    /** A NAS and a dataset, as people write them in one word. */
    record Place(String nasSystemId, String dataset) {
        static Place of(RestClient client, String text) {
            int colon = text.indexOf(':');
            if (colon < 1 || colon == text.length() - 1) {
                throw new CommandFailure(ExitCode.USAGE, "Write NAS:DATASET, such as nas1:tank/vm");
            }
            return new Place(
                    client.id("nas-systems", "NAS system", text.substring(0, colon)), text.substring(colon + 1));
        }
    }

    /** Fills in what all tasks have. */
    void fill(ObjectNode body, RestClient client) {
        body.put("recursive", recursive).put("timeZone", zoneName()).put("enabled", !disabled);
        if (source.datastore != null) {
            body.put("datastoreId", client.id("datastores", "datastore", source.datastore));
        }
        if (!exclude.isEmpty()) {
            exclude.forEach(body.putArray("exclude")::add);
        }
        if (cron != null) {
            cron(body.putObject("schedule"), cron);
        }
        if (begin != null) {
            body.put("begin", begin);
        }
        if (end != null) {
            body.put("end", end);
        }
        TaskGroup.setAll(body, fields);
    }

    /** {@code Z} and its like are no zones of the IANA database. */
    private String zoneName() {
        return zone.equals("Z") || zone.toUpperCase(Locale.ROOT).equals("GMT") ? "UTC" : zone;
    }

    private static void cron(ObjectNode schedule, String line) {
        String[] parts = line.strip().split("\\s+");
        if (parts.length != 5) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--cron takes five fields in quotes: minute hour day-of-month month day-of-week");
        }
        schedule.put("minute", parts[0])
                .put("hour", parts[1])
                .put("dayOfMonth", parts[2])
                .put("month", parts[3])
                .put("dayOfWeek", parts[4]);
    }

    void snapshotSource(ObjectNode body, RestClient client) {
        if (source.datasets.size() > 1) {
            throw new CommandFailure(ExitCode.USAGE, "A snapshot task has one --dataset; make one task for each");
        }
        for (String text : source.datasets) {
            Place place = Place.of(client, text);
            body.putObject("source").put("nasSystemId", place.nasSystemId()).put("dataset", place.dataset());
        }
    }

    void replicationSource(ObjectNode body, RestClient client) {
        if (source.datasets.isEmpty()) {
            return;
        }
        List<Place> places =
                source.datasets.stream().map(text -> Place.of(client, text)).toList();
        if (places.stream().map(Place::nasSystemId).distinct().count() > 1) {
            throw new CommandFailure(ExitCode.USAGE, "All datasets of one task must be on the same NAS");
        }
        ObjectNode object =
                body.putObject("source").put("nasSystemId", places.get(0).nasSystemId());
        ArrayNode datasets = object.putArray("datasets");
        places.forEach(place -> datasets.add(place.dataset()));
    }
}
