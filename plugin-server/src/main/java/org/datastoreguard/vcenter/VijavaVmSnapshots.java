package org.datastoreguard.vcenter;

import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/** VM snapshots through vijava's stubs. Thread-safe. */
final class VijavaVmSnapshots implements VmSnapshots {
    private final Function<String, Connection> connections;

    VijavaVmSnapshots(Function<String, Connection> connections) {
        this.connections = connections;
    }

    @Override
    public List<Vm> on(String vcenterId, String datastoreId) {
        ManagedObjectReference datastore =
                Scalars.reference("Datastore", ObjectId.parse(datastoreId).value());
        return connections.apply(vcenterId).call(session -> new VmReading(session).on(datastore));
    }

    @Override
    public Creation create(String vcenterId, String vmId, Mark mark, Duration deadline) {
        Connection connection = connections.apply(vcenterId);
        ManagedObjectReference task;
        try {
            // Only this one call: were it repeated together with the wait for it, a second snapshot would be made.
            task = connection.call(session ->
                    session.port().createSnapshot_Task(vm(vmId), mark.name(), mark.description(), false, true));
        } catch (GuardException e) {
            return refused(e);
        }
        return creation(new TaskWait(connection, task).end(deadline));
    }

    private static Creation creation(TaskWait.End end) {
        if (end instanceof TaskWait.Succeeded done) {
            return done.result() instanceof ManagedObjectReference made
                    ? new Creation.Made(made.getVal())
                    : new Creation.Unknown("vCenter did not say which snapshot it made");
        }
        return end instanceof TaskWait.Failed failed
                ? new Creation.NotMade(failed.reason())
                : new Creation.Unknown(((TaskWait.Unended) end).reason());
    }

    /** A fault is an answer: nothing was begun. Without an answer it may have been. */
    private static Creation refused(GuardException e) {
        return switch (e.code()) {
            case VCENTER_FAULT, VCENTER_NO_PERMISSION, VCENTER_LOGIN_FAILED, VCENTER_FINGERPRINT_MISMATCH ->
                new Creation.NotMade(e.message());
            case CANCELLED -> throw e;
            default -> new Creation.Unknown(e.message());
        };
    }

    @Override
    public Optional<String> find(String vcenterId, String vmId, Mark mark) {
        return connections.apply(vcenterId).call(session -> {
            try {
                return new VmReading(session).snapshots(vm(vmId)).flatMap(info -> find(info, mark));
            } catch (ManagedObjectNotFound e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> find(VirtualMachineSnapshotInfo info, Mark mark) {
        return trees(info.getRootSnapshotList())
                .filter(tree ->
                        mark.name().equals(tree.getName()) && mark.description().equals(tree.getDescription()))
                .map(tree -> tree.getSnapshot().getVal())
                .findFirst();
    }

    private static Stream<VirtualMachineSnapshotTree> trees(VirtualMachineSnapshotTree @Nullable [] trees) {
        return Stream.ofNullable(trees)
                .flatMap(Arrays::stream)
                .flatMap(tree -> Stream.concat(Stream.of(tree), trees(tree.getChildSnapshotList())));
    }

    @Override
    public void remove(String vcenterId, String snapshotId, Duration deadline) {
        Connection connection = connections.apply(vcenterId);
        Optional<ManagedObjectReference> task = connection.call(session -> {
            try {
                return Optional.of(session.port().removeSnapshot_Task(snapshot(snapshotId), false, true));
            } catch (ManagedObjectNotFound e) {
                return Optional.empty();
            }
        });
        task.ifPresent(running -> removed(new TaskWait(connection, running).watch(deadline)));
    }

    private static void removed(TaskWait.End end) {
        if (end instanceof TaskWait.Failed failed) {
            throw new GuardException(ErrorCode.VCENTER_FAULT, failed.reason());
        } else if (end instanceof TaskWait.Unended unended) {
            throw new GuardException(ErrorCode.VCENTER_TIMEOUT, unended.reason());
        }
    }

    private static ManagedObjectReference vm(String id) {
        return Scalars.reference("VirtualMachine", id);
    }

    private static ManagedObjectReference snapshot(String id) {
        return Scalars.reference("VirtualMachineSnapshot", id);
    }
}
