package org.datastoreguard.vcenter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.GuardException;

/**
 * The virtual machines on a datastore and their snapshots. VMs and snapshots are named by managed object id, never by
 * name. Thread-safe. Every method throws {@link GuardException} with a {@code VCENTER_*} code.
 */
public interface VmSnapshots {
    /**
     * All VMs with at least one file on the datastore, by one bulk call however many there are.
     *
     * @param datastoreId {@code urn:vmomi:Datastore:datastore-11:GUID}
     */
    List<Vm> on(String vcenterId, String datastoreId);

    /**
     * Makes a snapshot without memory, file systems quiesced, and waits for it. After the deadline it is cancelled.
     * Whoever asks must have noted the mark before: what is {@link Creation.Unknown} may still come to be.
     *
     * <p>An interrupted thread cancels the creation and ends with CANCELLED.
     */
    Creation create(String vcenterId, String vmId, Mark mark, Duration deadline);

    /** The id of the VM's snapshot with exactly that mark. */
    Optional<String> find(String vcenterId, String vmId, Mark mark);

    /**
     * Removes one snapshot, and none of those taken on top of it; nothing happens when it, or its VM, is gone already.
     *
     * @throws GuardException VCENTER_TIMEOUT when it takes longer than the deadline; it goes on at the vCenter then
     */
    void remove(String vcenterId, String snapshotId, Duration deadline);

    /**
     * A virtual machine.
     *
     * @param id managed object id, {@code vm-42}
     * @param tools whether VMware Tools run in it; without them vCenter takes the snapshot, but quiesces nothing
     */
    record Vm(String id, String name, Power power, boolean template, boolean tools) {}

    /** Whether a VM runs; only a running one can be quiesced. */
    enum Power {
        ON,
        OFF,
        SUSPENDED,
        UNKNOWN
    }

    /** What our snapshot is known by as long as its id is not. */
    record Mark(String name, String description) {}

    /** What came of a snapshot. */
    sealed interface Creation {
        /** @param snapshotId managed object id */
        record Made(String snapshotId) implements Creation {}

        /** There is none and there will be none. */
        record NotMade(String reason) implements Creation {}

        /** The vCenter did not say; it may be there, or come later. */
        record Unknown(String reason) implements Creation {}
    }
}
