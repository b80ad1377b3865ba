package org.datastoreguard.vcenter;

import java.util.Collection;
import java.util.List;

/**
 * The datastores of the vCenters as they are now: each vCenter is listed once and then says what changes, so that nothing
 * is asked while nothing happens. One that does not answer is tried again, ever more seldom. Thread-safe.
 */
public interface FollowedDatastores extends AutoCloseable {
    /**
     * The datastores of one vCenter. Waits at its first call until the vCenter has listed them; not after that.
     *
     * @throws org.datastoreguard.error.GuardException with a {@code VCENTER_*} code while it cannot be followed
     */
    List<Datastore> of(String vcenterId);

    /**
     * Grows whenever a datastore came, went or changed in anything but its sizes, or a vCenter began or ceased to answer.
     * Sizes change all the time and change nothing else.
     */
    long changes();

    /** Ceases to follow all others, and tries those at once whose description was changed. */
    void retain(Collection<VcenterServer> servers);

    @Override
    void close();
}
