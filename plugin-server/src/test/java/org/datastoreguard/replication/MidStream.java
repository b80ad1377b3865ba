package org.datastoreguard.replication;

import org.datastoreguard.lab.Machine;

/** The middle of a transfer, which no clock finds. */
public final class MidStream {
    private MidStream() {}

    /** Acts on the ssh with which a machine carries a task's stream, {@code $p}, once it has read three megabytes of it. */
    public static void act(Machine caller, String taskId, String action) {
        caller.shell("for i in $(seq 1 600); do p=$(pgrep -f '^ssh .*datastore-guard:" + taskId
                + "[^a-zA-Z0-9-]'); n=$(awk '/^rchar/{print $2}' /proc/$p/io 2>/dev/null); [ \"${n:-0}\" -lt 3000000 ] || break;"
                + " sleep 0.1; done; " + action);
    }
}
