package org.datastoreguard.snapshot;

import java.time.Instant;

/**
 * Which snapshot a run is to take.
 *
 * @param runId written on the snapshot, so that a repeated attempt knows its own
 * @param at the moment it is named after
 * @param fresh whether the task's snapshot of the same minute will not do, since somebody asked for a new one
 */
public record SnapshotOrder(String runId, Instant at, boolean fresh) {}
