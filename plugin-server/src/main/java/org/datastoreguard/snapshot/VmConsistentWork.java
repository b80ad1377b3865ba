package org.datastoreguard.snapshot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;
import org.datastoreguard.snapshot.VmResult.Outcome;
import org.datastoreguard.vcenter.VmSnapshots.Vm;
import org.datastoreguard.work.Story;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;

/**
 * Takes a snapshot of a datastore while its virtual machines are held in quiesced snapshots of their own, and keeps what
 * became of each (design/engine.md, rules 26, 27).
 */
public final class VmConsistentWork implements Work {
    private static final int SHOWN = 5;

    private final OnVmFailure onVmFailure;
    private final SnapshotOrder order;
    private final Place place;
    private final VmTools tools;
    private final Work snapshot;

    /** @param snapshot takes the ZFS snapshot, signed with the order's run */
    public VmConsistentWork(OnVmFailure onVmFailure, SnapshotOrder order, Place place, VmTools tools, Work snapshot) {
        this.onVmFailure = onVmFailure;
        this.order = order;
        this.place = place;
        this.tools = tools;
        this.snapshot = snapshot;
    }

    /**
     * A datastore and what stands behind it.
     *
     * @param datastoreId {@code urn:vmomi:Datastore:datastore-11:GUID}
     */
    public record Place(String vcenterId, String datastoreId, Nas nas, List<DatasetName> datasets) {
        public Place {
            datasets = List.copyOf(datasets);
        }
    }

    /**
     * @throws GuardException VM_NOT_QUIESCED, VCENTER_* when the task is to fail then, without a ZFS snapshot; and
     *     whatever the snapshot itself throws
     */
    @Override
    public void perform(Story story) {
        letGoOfFormerAttempts();
        Set<String> before = taken(story);
        if (before.isEmpty()) {
            quiesced(story);
            return;
        }
        snapshot.perform(story);
        if (!tools.results().find(place.nas().system().id(), before).keySet().containsAll(before)) {
            story.warn("The snapshot was taken before this run was interrupted; how it holds the virtual machines is"
                    + " not known any more");
        }
    }

    /** An attempt before this one was on a server that died, or that is thought dead and finds out when it looks. */
    private void letGoOfFormerAttempts() {
        tools.journal().hold(order.runId(), tools.clock().instant());
    }

    private void quiesced(Story story) {
        VmQuiescing quiescing = new VmQuiescing(tools, place.vcenterId(), order.runId(), fails());
        try {
            List<VmResult> results = quiescing.begin(machines(story), story);
            tell(results, story);
            snapshot.perform(story);
            keep(results, quiescing.checked(results), story);
        } finally {
            quiescing.end(story);
        }
    }

    private void keep(List<VmResult> told, List<VmResult> checked, Story story) {
        checked.stream().filter(result -> !told.contains(result)).forEach(result -> warnOf(result, story));
        taken(story).forEach(guid -> tools.results().add(place.nas().system().id(), guid, checked));
    }

    private static void warnOf(VmResult crashing, Story story) {
        story.warn("VM " + crashing.vmName() + " is crash-consistent: " + crashing.reason());
    }

    private boolean fails() {
        return onVmFailure == OnVmFailure.FAIL;
    }

    private List<Vm> machines(Story story) {
        try {
            return tools.vcenters().on(place.vcenterId(), place.datastoreId());
        } catch (GuardException e) {
            if (fails()) {
                throw e;
            }
            story.warn("No virtual machine is quiesced, all are crash-consistent: " + e.message());
            return List.of();
        }
    }

    private void tell(List<VmResult> results, Story story) {
        List<VmResult> crashing = results.stream()
                .filter(result -> result.outcome() == Outcome.CRASH_CONSISTENT)
                .toList();
        if (fails() && !crashing.isEmpty()) {
            throw new GuardException(
                    ErrorCode.VM_NOT_QUIESCED,
                    "No snapshot is taken, because not all virtual machines could be quiesced: " + shown(crashing));
        }
        crashing.forEach(result -> warnOf(result, story));
        results.stream()
                .filter(result -> result.outcome() == Outcome.SKIPPED)
                .forEach(result -> story.info("VM " + result.vmName() + " is left as it is: " + result.reason()));
        long consistent = results.stream()
                .filter(result -> result.outcome() == Outcome.CONSISTENT)
                .count();
        story.info(consistent + " of " + results.size() + " virtual machines are quiesced");
    }

    private static String shown(List<VmResult> results) {
        String named = results.stream()
                .limit(SHOWN)
                .map(result -> result.vmName() + " (" + result.reason() + ")")
                .collect(Collectors.joining(", "));
        int more = results.size() - SHOWN;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private Set<String> taken(Story story) {
        Set<String> guids = new HashSet<>();
        new Attempts(story)
                .until(() -> guids.addAll(new SnapshotCommands(place.nas()).guids(place.datasets(), order.runId())));
        return guids;
    }
}
