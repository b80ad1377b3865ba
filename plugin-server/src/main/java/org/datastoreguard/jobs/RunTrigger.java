package org.datastoreguard.jobs;

/** Why a run exists. */
public enum RunTrigger {
    SCHEDULE,
    CATCH_UP,
    AFTER_SNAPSHOT,
    MANUAL
}
