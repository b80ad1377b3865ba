package org.datastoreguard.jobs;

import java.time.Duration;

/**
 * How the runs of one server are performed.
 *
 * @param nodeId names this server among those on the same database; the same after each restart, so that it takes back
 *     at once what it was doing
 * @param runsPerNas replications that one machine carries at a time
 * @param runsPerServer runs that this server performs at a time
 * @param pollInterval how often it looks for due work of other servers
 * @param heartbeat how often it shows that it lives; after four missed ones another server takes its work
 * @param stopWithin how long {@link Jobs#close} waits for running work to end
 */
public record JobsSettings(
        String nodeId,
        int runsPerNas,
        int runsPerServer,
        Duration pollInterval,
        Duration heartbeat,
        Duration stopWithin) {
    public static JobsSettings of(String nodeId, int runsPerNas, int runsPerServer) {
        return new JobsSettings(
                nodeId, runsPerNas, runsPerServer, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(8));
    }
}
