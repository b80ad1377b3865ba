package org.datastoreguard.replication;

import java.util.Locale;

/** The names under which a task leaves its traces on a machine; each contains the task's id and nothing else varies. */
public record Marker(String taskId) {
    /** The name of the task's processes and the tag of its holds. */
    public String tag() {
        return "datastore-guard:" + taskId;
    }

    /** The user property on a source dataset while snapshots below it are held; its lower case is ZFS's rule. */
    String holding() {
        return "org.datastoreguard:holding-" + taskId.toLowerCase(Locale.ROOT);
    }

    /** How the labels of the task's bookmarks begin; the guid of the snapshot follows. */
    String bookmarks() {
        return "datastore-guard-" + taskId + "-";
    }

    /** How the names of targets end that are received beside old ones; short, since it stands before what is below. */
    String fresh() {
        return "-datastore-guard-new-" + String.format("%08x", taskId.hashCode());
    }
}
