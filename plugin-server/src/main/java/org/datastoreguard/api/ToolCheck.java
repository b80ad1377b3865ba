package org.datastoreguard.api;

import java.util.List;
import java.util.function.Function;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.TransferTools;

/** Asks both ends of a task for the programs it needs, as far as they can be reached. Thread-safe. */
public final class ToolCheck {
    private final NasConnections connections;

    public ToolCheck(NasConnections connections) {
        this.connections = connections;
    }

    List<FieldError> missingOnSource(ReplicationTask task, String nasSystemId) {
        return TransferTools.neededOnSource(task)
                ? asked(nasSystemId, nas -> TransferTools.missingOnSource(task, nas))
                : List.of();
    }

    List<FieldError> missingOnTarget(ReplicationTask task) {
        return TransferTools.neededOnTarget(task)
                ? asked(task.remote().nasSystemId(), nas -> TransferTools.missingOnTarget(task, nas))
                : List.of();
    }

    /** A machine that is down now does not keep its tasks from being changed; the run will say what is missing. */
    private List<FieldError> asked(String nasSystemId, Function<Nas, List<FieldError>> question) {
        try {
            return question.apply(connections.nas(nasSystemId));
        } catch (GuardException unreachable) {
            return List.of();
        }
    }
}
