package org.datastoreguard.jobs;

/** What a run does. */
public enum RunKind {
    SNAPSHOT,
    REPLICATION,
    RESTORE
}
