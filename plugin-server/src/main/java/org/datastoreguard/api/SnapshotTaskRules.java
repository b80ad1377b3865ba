package org.datastoreguard.api;

import java.util.List;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.snapshot.SnapshotTask;

/** What must hold before a snapshot task is saved or removed. Thread-safe. */
public final class SnapshotTaskRules {
    private final SourceRules sources;
    private final ReplicationTasks replicationTasks;

    public SnapshotTaskRules(SourceRules sources, ReplicationTasks replicationTasks) {
        this.sources = sources;
        this.replicationTasks = replicationTasks;
    }

    /** @throws GuardException with every broken rule */
    void checkSave(SnapshotTask task) {
        FormErrors errors = new FormErrors();
        sources.check(task.source(), errors);
        if (task.vmConsistent() && !(task.source() instanceof Source.OfDatastore)) {
            errors.add("vmConsistent", "needs datastoreId: only vCenter knows which virtual machines are on a dataset");
        }
        errors.throwIfAny();
    }

    /** @throws GuardException IN_USE with the names of the replication tasks that start after it */
    void checkRemove(SnapshotTask task) {
        List<String> users = replicationTasks.all().stream()
                .filter(r -> r.snapshotTaskIds().contains(task.id()))
                .map(ReplicationTask::name)
                .sorted()
                .toList();
        if (!users.isEmpty()) {
            throw new GuardException(
                    ErrorCode.IN_USE, "These replication tasks start after it: " + String.join(", ", users));
        }
    }
}
