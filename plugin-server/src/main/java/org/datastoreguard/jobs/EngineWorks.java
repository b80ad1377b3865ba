package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.replication.Ends;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.replication.ReplicationWork;
import org.datastoreguard.snapshot.RetainedWork;
import org.datastoreguard.snapshot.Retention;
import org.datastoreguard.snapshot.SnapshotOrder;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.snapshot.SnapshotWork;
import org.datastoreguard.snapshot.VmConsistentWork;
import org.datastoreguard.snapshot.VmTools;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.work.Work;

/** Makes the work of snapshot and replication runs from the stored tasks, as they are when the run begins. */
public final class EngineWorks implements WorkFactory {
    private final SnapshotTasks snapshotTasks;
    private final ReplicationTasks replicationTasks;
    private final SourceResolver sources;
    private final NasConnections connections;
    private final Clock clock;
    private final VmTools vmTools;
    private final int datasetsAtOnce;

    /** @param datasetsAtOnce how many datasets of one replication may be on their way at a time, from 1 */
    public EngineWorks(
            SnapshotTasks snapshotTasks,
            ReplicationTasks replicationTasks,
            SourceResolver sources,
            NasConnections connections,
            Clock clock,
            VmTools vmTools,
            int datasetsAtOnce) {
        this.snapshotTasks = snapshotTasks;
        this.replicationTasks = replicationTasks;
        this.sources = sources;
        this.connections = connections;
        this.clock = clock;
        this.vmTools = vmTools;
        this.datasetsAtOnce = datasetsAtOnce;
    }

    @Override
    public Assignment assignmentFor(Run run) {
        return switch (run.kind()) {
            case SNAPSHOT -> snapshot(run, snapshotTasks.find(run.taskId()).orElseThrow(EngineWorks::deleted));
            case REPLICATION -> replication(replicationTasks.find(run.taskId()).orElseThrow(EngineWorks::deleted));
        };
    }

    private static GuardException deleted() {
        return new GuardException(ErrorCode.NOT_FOUND, "The task of this run was deleted");
    }

    /** Takes a moment and writes no data: it loads no machine and waits for no replication. */
    private Assignment snapshot(Run run, SnapshotTask task) {
        SourceResolver.Resolved place = sources.resolve(task.source());
        SnapshotOrder order = new SnapshotOrder(run.id(), namedAfter(run), run.trigger() == RunTrigger.MANUAL);
        Nas nas = connections.nas(place.nasSystemId());
        Retention retention = new Retention(
                task, nas, place.datasets(), new StoredNeeds(replicationTasks, sources, connections), clock);
        SnapshotWork work = new SnapshotWork(task, order, nas, place.datasets());
        Work chosen = task.vmConsistent() ? vmConsistent(task, order, nas, place, work) : work;
        return new Assignment(new RetainedWork(chosen, retention), List.of(), Set.of());
    }

    private Work vmConsistent(
            SnapshotTask task, SnapshotOrder order, Nas nas, SourceResolver.Resolved resolved, Work snapshot) {
        Datastore datastore = sources.datastore(task.source())
                .orElseThrow(() -> GuardException.invalid("vmConsistent", "needs a datastore as source"));
        VmConsistentWork.Place place =
                new VmConsistentWork.Place(datastore.vcenterId(), datastore.id(), nas, resolved.datasets());
        return new VmConsistentWork(task, order, place, vmTools, snapshot);
    }

    /** A snapshot that makes up for a missed slot holds what there was when it was taken, and is named so. */
    private static Instant namedAfter(Run run) {
        Instant slot = run.slot();
        return slot != null && run.trigger() == RunTrigger.SCHEDULE ? slot : run.createdAt();
    }

    private Assignment replication(ReplicationTask task) {
        SourceResolver.Resolved place = sources.resolve(task.source());
        String target = task.remote().nasSystemId();
        Ends ends = new Ends(connections.nas(place.nasSystemId()), place.datasets(), connections.nas(target));
        return new Assignment(
                new ReplicationWork(task, ends, clock, datasetsAtOnce),
                List.of(new Subtree(target, task.remoteDataset())),
                Set.copyOf(List.of(place.nasSystemId(), target)));
    }
}
