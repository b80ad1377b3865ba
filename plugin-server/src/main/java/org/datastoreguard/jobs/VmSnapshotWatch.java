package org.datastoreguard.jobs;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.datastoreguard.snapshot.VmJournal;
import org.datastoreguard.vcenter.ObjectId;
import org.datastoreguard.vcenter.VcenterServer;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.VisibleWork.Notice;

/** VM snapshots of ours whose removal was tried in vain. Thread-safe. */
public final class VmSnapshotWatch implements Supplier<List<Concern>> {
    private final VmJournal journal;
    private final VcenterServers servers;
    private final Clock clock;

    public VmSnapshotWatch(VmJournal journal, VcenterServers servers, Clock clock) {
        this.journal = journal;
        this.servers = servers;
        this.clock = clock;
    }

    /** One that is merely due is not told: the cleaner has yet to try. */
    @Override
    public List<Concern> get() {
        return journal.all().stream()
                .filter(entry -> entry.leftOver(clock.instant()))
                .flatMap(entry ->
                        Stream.ofNullable(entry.problem()).flatMap(problem -> concern(entry, problem).stream()))
                .toList();
    }

    private Optional<Concern> concern(VmJournal.Entry entry, String problem) {
        return servers.find(entry.vm().vcenterId())
                .map(VcenterServer::instanceUuid)
                .map(uuid -> new Concern(
                        "vm-snapshot/" + entry.id(),
                        "left over",
                        List.of(new ObjectId("VirtualMachine", entry.vm().id(), uuid)),
                        Notice.VM_SNAPSHOT_LEFT_OVER,
                        Notice.VM_SNAPSHOT_GONE,
                        Map.of(
                                "vm", entry.vm().name(),
                                "snapshot", entry.mark().name(),
                                "reason", problem)));
    }
}
