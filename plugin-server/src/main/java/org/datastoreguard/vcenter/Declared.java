package org.datastoreguard.vcenter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.vcenter.VisibleWork.Happening;
import org.datastoreguard.vcenter.VisibleWork.Kind;
import org.datastoreguard.vcenter.VisibleWork.Notice;

/**
 * What the extension declares at a vCenter, in one place: privileges for the five roles, task types, event types and
 * alarms. Ids never change once released, since roles, alarms and history at vCenters refer to them; new ones are added.
 * How they are called is in {@link Texts}, under the names that are given here.
 */
final class Declared {
    /** Group of the privileges, also the first half of their ids. */
    static final String PRIVILEGE_GROUP = "DatastoreGuard";

    static final List<Privilege> PRIVILEGES = List.of(
            new Privilege("View"),
            new Privilege("Snapshot"),
            new Privilege("Replicate"),
            new Privilege("Restore"),
            new Privilege("Configure"));

    static final List<Task> TASKS = List.of(new Task("snapshot"), new Task("replicate"), new Task("restore"));

    static final List<Event> EVENTS = List.of(
            new Event("snapshotStarted", Category.INFO),
            new Event("snapshotSucceeded", Category.INFO),
            new Event("snapshotSucceededBeside", Category.INFO),
            new Event("snapshotWarning", Category.WARNING),
            new Event("snapshotWarningBeside", Category.WARNING),
            new Event("snapshotFailed", Category.ERROR),
            new Event("snapshotCancelled", Category.WARNING),
            new Event("replicationStarted", Category.INFO),
            new Event("replicationSucceeded", Category.INFO),
            new Event("replicationSucceededBeside", Category.INFO),
            new Event("replicationWarning", Category.WARNING),
            new Event("replicationWarningBeside", Category.WARNING),
            new Event("replicationFailed", Category.ERROR),
            new Event("replicationCancelled", Category.WARNING),
            new Event("restoreStarted", Category.INFO),
            new Event("restoreSucceeded", Category.INFO),
            new Event("restoreWarning", Category.WARNING),
            new Event("restoreFailed", Category.ERROR),
            new Event("restoreCancelled", Category.WARNING),
            new Event("lagExceeded", Category.WARNING),
            new Event("lagRecovered", Category.INFO),
            new Event("certificateExpiring", Category.WARNING),
            new Event("certificateRenewed", Category.INFO),
            new Event("vmSnapshotLeftOver", Category.WARNING),
            new Event("vmSnapshotGone", Category.INFO));

    /**
     * One for each kind of thing that goes wrong, so that what went well of one kind does not take back another's alarm. Of
     * several tasks of a kind on one object, what is beside worse changes nothing either: those events trigger none.
     * Names are their ids: what they are found by.
     */
    static final List<Alarm> ALARMS = Stream.of(
                    Stream.of("Datastore", "Folder").flatMap(Declared::ofRuns),
                    Stream.of(
                            new Alarm(
                                    "Datastore Guard: VM snapshot left over",
                                    "A snapshot of a virtual machine made by Datastore Guard could not be removed yet",
                                    "VirtualMachine",
                                    List.of(
                                            new Trigger("vmSnapshotLeftOver", "yellow"),
                                            new Trigger("vmSnapshotGone", "green"))),
                            new Alarm(
                                    "Datastore Guard: certificate expires",
                                    "The plugin disappears from the vSphere Client when its certificate has expired",
                                    "Folder",
                                    List.of(
                                            new Trigger("certificateExpiring", "yellow"),
                                            new Trigger("certificateRenewed", "green")))))
            .flatMap(alarms -> alarms)
            .toList();

    /** Tasks that name datasets without a datastore show at the root folder, which is another type of object. */
    private static Stream<Alarm> ofRuns(String type) {
        String of = type.equals("Folder") ? " (datasets)" : "";
        return Stream.of(
                new Alarm(
                        "Datastore Guard: snapshot failed" + of,
                        "A snapshot task failed; green again when the last runs of all there succeeded",
                        type,
                        List.of(
                                new Trigger("snapshotFailed", "red"),
                                new Trigger("snapshotWarning", "yellow"),
                                new Trigger("snapshotSucceeded", "green"))),
                new Alarm(
                        "Datastore Guard: replication failed" + of,
                        "A replication task failed; green again when the last runs of all there succeeded",
                        type,
                        List.of(
                                new Trigger("replicationFailed", "red"),
                                new Trigger("replicationWarning", "yellow"),
                                new Trigger("replicationSucceeded", "green"))),
                new Alarm(
                        "Datastore Guard: replication lags behind" + of,
                        "What a replication's target holds is older than its task allows",
                        type,
                        List.of(new Trigger("lagExceeded", "red"), new Trigger("lagRecovered", "green"))));
    }

    private Declared() {}

    static Task task(Kind kind) {
        return TASKS.get(
                switch (kind) {
                    case SNAPSHOT -> 0;
                    case REPLICATION -> 1;
                    case RESTORE -> 2;
                });
    }

    static Event event(Kind kind, Happening happening) {
        return event(kind.name().toLowerCase(Locale.ROOT)
                + Arrays.stream(happening.name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining()));
    }

    static Event event(Notice notice) {
        return switch (notice) {
            case LAG_EXCEEDED -> event("lagExceeded");
            case LAG_RECOVERED -> event("lagRecovered");
            case CERTIFICATE_EXPIRING -> event("certificateExpiring");
            case CERTIFICATE_RENEWED -> event("certificateRenewed");
            case VM_SNAPSHOT_LEFT_OVER -> event("vmSnapshotLeftOver");
            case VM_SNAPSHOT_GONE -> event("vmSnapshotGone");
        };
    }

    static Event event(String name) {
        return EVENTS.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no event type " + name));
    }

    /** @param name second half of the id, as {@code View} in {@code DatastoreGuard.View} */
    record Privilege(String name) {
        String id() {
            return PRIVILEGE_GROUP + "." + name;
        }

        String label(Texts texts) {
            return texts.get("privilege." + name + ".label");
        }

        String summary(Texts texts) {
            return texts.get("privilege." + name + ".summary");
        }
    }

    /** A kind of entry in Recent Tasks. */
    record Task(String name) {
        String id() {
            return PluginExtension.KEY + ".task." + name;
        }

        String label(Texts texts) {
            return texts.get("task." + name + ".label");
        }

        String summary(Texts texts) {
            return texts.get("task." + name + ".summary");
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

    /** A kind of EventEx. */
    record Event(String name, Category category) {
        private static final Pattern ARGUMENT = Pattern.compile("\\{(\\w+)}");

        String id() {
            return PluginExtension.KEY + ".event." + name;
        }

        String description(Texts texts) {
            return texts.get("event." + name + ".description");
        }

        /** The sentence; words in braces are the names of its arguments. */
        String format(Texts texts) {
            return texts.get("event." + name + ".format");
        }

        /** The XML that vCenter keeps beside the id. */
        String schema() {
            return "<EventType><eventTypeID>" + id() + "</eventTypeID><description>" + description(Texts.ENGLISH)
                    + "</description><arguments>"
                    + String.join("", arguments().stream().map(Event::argument).toList())
                    + "</arguments></EventType>";
        }

        private static String argument(String name) {
            return "<argument><name>" + name + "</name><type>string</type></argument>";
        }

        /** The English text with its arguments, for whoever cannot find the text of the event's type. */
        String sentence(Map<String, String> arguments) {
            return ARGUMENT.matcher(format(Texts.ENGLISH))
                    .replaceAll(found -> Matcher.quoteReplacement(arguments.getOrDefault(found.group(1), "")));
        }

        List<String> arguments() {
            return ARGUMENT.matcher(format(Texts.ENGLISH))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    /**
     * A definition on the root folder.
     *
     * @param objectType what shows it
     */
    record Alarm(String name, String description, String objectType, List<Trigger> triggers) {}

    /**
     * @param event name of an event type
     * @param status the colour it gives an alarm: red, yellow or green
     */
    record Trigger(String event, String status) {}
}
