package org.datastoreguard.jobs;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * What a server was doing when it died. A server that comes back knows that its former self is gone, and need not wait
 * until its heartbeats are missed.
 */
final class DeadNode {
    private final Jdbi jdbi;

    DeadNode(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /** Makes everything that the node had picked free to be picked. Due times stay: a slot's is the slot itself. */
    void giveBack(String nodeId) {
        jdbi.useHandle(handle -> handle.execute(
                "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1 where picked = true and picked_by = ?",
                nodeId));
    }
}
