package org.datastoreguard.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.inventory.SourceResolver;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.recovery.Recovery;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.replication.Ends;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.replication.ReplicationWork;
import org.datastoreguard.snapshot.OneTimeSnapshot;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.OneTimeWork;
import org.datastoreguard.snapshot.RetainedWork;
import org.datastoreguard.snapshot.Retention;
import org.datastoreguard.snapshot.SnapshotOrder;
import org.datastoreguard.snapshot.SnapshotTask;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.snapshot.SnapshotWork;
import org.datastoreguard.snapshot.VmConsistentWork;
import org.datastoreguard.snapshot.VmTools;
import org.datastoreguard.vcenter.Datastore;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;

/** Makes the work of runs from the stored tasks and orders, as they are when the run begins. */
public final class EngineWorks implements WorkFactory {
    private final SnapshotTasks snapshotTasks;
    private final OneTimeSnapshots oneTimeSnapshots;
    private final ReplicationTasks replicationTasks;
    private final Recovery recovery;
    private final SourceResolver sources;
    private final NasConnections connections;
    private final Clock clock;
    private final VmTools vmTools;
    private final int datasetsAtOnce;

    /** @param datasetsAtOnce how many datasets of one replication may be on their way at a time, from 1 */
    public EngineWorks(
            SnapshotTasks snapshotTasks,
            OneTimeSnapshots oneTimeSnapshots,
            ReplicationTasks replicationTasks,
            Recovery recovery,
            SourceResolver sources,
            NasConnections connections,
            Clock clock,
            VmTools vmTools,
            int datasetsAtOnce) {
        this.snapshotTasks = snapshotTasks;
        this.oneTimeSnapshots = oneTimeSnapshots;
        this.replicationTasks = replicationTasks;
        this.recovery = recovery;
        this.sources = sources;
        this.connections = connections;
        this.clock = clock;
        this.vmTools = vmTools;
        this.datasetsAtOnce = datasetsAtOnce;
    }

    @Override
    public Assignment assignmentFor(Run run) {
        return switch (run.kind()) {
            case SNAPSHOT ->
                snapshotTasks
                        .find(run.taskId())
                        .map(task -> snapshot(run, task))
                        .or(() -> oneTimeSnapshots.find(run.taskId()).map(ordered -> snapshot(run, ordered)))
                        .orElseThrow(EngineWorks::deleted);
            case REPLICATION -> replication(replicationTasks.find(run.taskId()).orElseThrow(EngineWorks::deleted));
            case RESTORE -> restore(run, recovery.find(run.taskId()).orElseThrow(EngineWorks::deleted));
        };
    }

    private static GuardException deleted() {
        return new GuardException(ErrorCode.NOT_FOUND, "The task of this run was deleted");
    }

    /** Takes a moment and writes no data: it loads no machine and waits for no replication. */
    private Assignment snapshot(Run run, SnapshotTask task) {
        Ground ground = ground(task.source());
        SnapshotOrder order = new SnapshotOrder(run.id(), namedAfter(run), run.trigger() == RunTrigger.MANUAL);
        Retention retention = new Retention(
                task, ground.nas(), ground.datasets(), new StoredNeeds(replicationTasks, sources, connections), clock);
        SnapshotWork work = new SnapshotWork(task, order, ground.nas(), ground.datasets());
        Work chosen = task.vmConsistent() ? vmConsistent(task.source(), task.onVmFailure(), order, ground, work) : work;
        return new Assignment(new RetainedWork(chosen, retention), List.of(), Set.of());
    }

    private Assignment snapshot(Run run, OneTimeSnapshot ordered) {
        Source source = new Source.OfDatastore(ordered.datastoreId());
        Ground ground = ground(source);
        SnapshotOrder order = new SnapshotOrder(run.id(), run.createdAt(), true);
        OneTimeWork work = new OneTimeWork(ordered, run.id(), ground.nas(), ground.datasets());
        return new Assignment(vmConsistent(source, ordered.onVmFailure(), order, ground, work), List.of(), Set.of());
    }

    /** Takes a moment, but nobody else may write there meanwhile. */
    private Assignment restore(Run run, RestoreOrder order) {
        return new Assignment(
                recovery.work(order, run.id()), List.of(new Subtree(order.nasSystemId(), order.changes())), Set.of());
    }

    /** Where a source lies. */
    private record Ground(Nas nas, List<DatasetName> datasets) {}

    private Ground ground(Source source) {
        SourceResolver.Resolved place = sources.resolve(source);
        return new Ground(connections.nas(place.nasSystemId()), place.datasets());
    }

    private Work vmConsistent(
            Source source, OnVmFailure onVmFailure, SnapshotOrder order, Ground ground, Work snapshot) {
        Datastore datastore = sources.datastore(source)
                .orElseThrow(() -> GuardException.invalid("vmConsistent", "needs a datastore as source"));
        VmConsistentWork.Place place =
                new VmConsistentWork.Place(datastore.vcenterId(), datastore.id(), ground.nas(), ground.datasets());
        return new VmConsistentWork(onVmFailure, order, place, vmTools, snapshot);
    }

    /** A snapshot that makes up for a missed slot holds what there was when it was taken, and is named so. */
    private static Instant namedAfter(Run run) {
        Instant slot = run.slot();
        return slot != null && run.trigger() == RunTrigger.SCHEDULE ? slot : run.createdAt();
    }

    private Assignment replication(ReplicationTask task) {
        Ground ground = ground(task.source());
        String target = task.remote().nasSystemId();
        Ends ends = new Ends(ground.nas(), ground.datasets(), connections.nas(target));
        return new Assignment(
                new ReplicationWork(task, ends, clock, datasetsAtOnce),
                List.of(new Subtree(target, task.remoteDataset())),
                Set.copyOf(List.of(ground.nas().system().id(), target)));
    }
}
