package org.datastoreguard.vcenter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the extension declares at a vCenter, with its texts, in one place: privileges for the five roles, task types and
 * event types. Ids never change once released, since roles, alarms and history at vCenters refer to them; new ones are
 * added. Texts are English; the vSphere Client falls back to English for every locale.
 */
final class Declared {
    /** Group of the privileges, also the first half of their ids. */
    static final String PRIVILEGE_GROUP = "DatastoreGuard";

    static final List<Privilege> PRIVILEGES = List.of(
            new Privilege("View", "View protection", "See snapshots, replications and runs of a datastore"),
            new Privilege("Snapshot", "Take snapshots", "Take snapshots and manage snapshot tasks; includes View"),
            new Privilege("Replicate", "Replicate", "Run and manage replication tasks; includes Snapshot"),
            new Privilege("Restore", "Restore", "Roll back, clone and restore; includes Replicate"),
            new Privilege("Configure", "Configure", "Change systems, tokens and settings; includes Restore"));

    static final List<Task> TASKS = List.of(
            new Task("snapshot", "Datastore Guard: snapshot", "Takes snapshots of the datasets behind a datastore"),
            new Task("replicate", "Datastore Guard: replication", "Replicates the datasets behind a datastore"));

    static final List<Event> EVENTS = List.of(
            new Event("snapshotStarted", Category.INFO, "Snapshot started", "Snapshot task {task} started"),
            new Event("snapshotSucceeded", Category.INFO, "Snapshot taken", "Snapshot task {task} succeeded"),
            new Event(
                    "snapshotWarning",
                    Category.WARNING,
                    "Snapshot taken with warnings",
                    "Snapshot task {task} succeeded with warnings: {reason}"),
            new Event("snapshotFailed", Category.ERROR, "Snapshot failed", "Snapshot task {task} failed: {reason}"),
            new Event(
                    "snapshotCancelled", Category.WARNING, "Snapshot cancelled", "Snapshot task {task} was cancelled"),
            new Event("replicationStarted", Category.INFO, "Replication started", "Replication task {task} started"),
            new Event("replicationSucceeded", Category.INFO, "Replicated", "Replication task {task} succeeded"),
            new Event(
                    "replicationWarning",
                    Category.WARNING,
                    "Replicated with warnings",
                    "Replication task {task} succeeded with warnings: {reason}"),
            new Event(
                    "replicationFailed",
                    Category.ERROR,
                    "Replication failed",
                    "Replication task {task} failed: {reason}"),
            new Event(
                    "replicationCancelled",
                    Category.WARNING,
                    "Replication cancelled",
                    "Replication task {task} was cancelled"));

    static Task task(VisibleWork.Kind kind) {
        return TASKS.get(kind == VisibleWork.Kind.SNAPSHOT ? 0 : 1);
    }

    static Event event(VisibleWork.Kind kind, VisibleWork.Happening happening) {
        String name = kind.name().toLowerCase(Locale.ROOT)
                + happening.name().charAt(0)
                + happening.name().substring(1).toLowerCase(Locale.ROOT);
        return EVENTS.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no event type " + name));
    }

    private Declared() {}

    /** @param name second half of the id, as {@code View} in {@code DatastoreGuard.View} */
    record Privilege(String name, String label, String summary) {
        String id() {
            return PRIVILEGE_GROUP + "." + name;
        }
    }

    /** A kind of entry in Recent Tasks. */
    record Task(String name, String label, String summary) {
        String id() {
            return PluginExtension.KEY + ".task." + name;
        }
    }

    enum Category {
        INFO,
        WARNING,
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A kind of EventEx. @param format the sentence; words in braces are the names of its arguments */
    record Event(String name, Category category, String description, String format) {
        String id() {
            return PluginExtension.KEY + ".event." + name;
        }

        /** The XML that vCenter keeps beside the id; all of it is constant, so nothing needs escaping. */
        String schema() {
            return "<EventType><eventTypeID>" + id() + "</eventTypeID><description>" + description
                    + "</description><arguments>"
                    + String.join("", arguments().stream().map(Event::argument).toList())
                    + "</arguments></EventType>";
        }

        private static String argument(String name) {
            return "<argument><name>" + name + "</name><type>string</type></argument>";
        }

        /** The text with its arguments, for whoever cannot find the text of the event's type. */
        String sentence(Map<String, String> arguments) {
            return Pattern.compile("\\{(\\w+)}")
                    .matcher(format)
                    .replaceAll(found -> Matcher.quoteReplacement(arguments.getOrDefault(found.group(1), "")));
        }

        List<String> arguments() {
            return Pattern.compile("\\{(\\w+)}")
                    .matcher(format)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }
}
