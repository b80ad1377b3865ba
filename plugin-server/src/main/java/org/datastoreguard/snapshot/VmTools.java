package org.datastoreguard.snapshot;

import java.time.Clock;
import java.time.Duration;
import org.datastoreguard.vcenter.VmSnapshots;

/**
 * What VM snapshots are made with.
 *
 * @param nodeId this server's, written to the journal
 */
public record VmTools(
        VmSnapshots vcenters, VmJournal journal, VmResults results, Clock clock, String nodeId, Patience patience) {
    /**
     * How long one VM may take.
     *
     * @param create until it is quiesced and its snapshot made; then it counts as crash-consistent
     * @param remove until the run leaves the removal to the cleaner
     */
    public record Patience(Duration create, Duration remove) {
        public static final Patience DEFAULT = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(2));
    }
}
