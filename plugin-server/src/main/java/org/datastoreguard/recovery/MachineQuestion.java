package org.datastoreguard.recovery;

import java.util.List;
import org.datastoreguard.vcenter.VmSnapshots.Vm;

/** Asks a vCenter which virtual machines have files on a datastore. Thread-safe. */
@FunctionalInterface
public interface MachineQuestion {
    /** @throws org.datastoreguard.error.GuardException VCENTER_* */
    List<Vm> on(String vcenterId, String datastoreId);
}
