package org.datastoreguard.vcenter;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * A person's own session at a vCenter: what is asked with it is answered by that person's rights, never by those of the
 * service account. Thread-safe. Every method throws {@link org.datastoreguard.error.GuardException} with a
 * {@code VCENTER_*} code, VCENTER_SESSION_EXPIRED when the vCenter has ended the session.
 */
public interface PersonalSession extends AutoCloseable {
    /** The person as the vCenter names it, such as {@code VSPHERE.LOCAL\Administrator}. */
    String user();

    /** The vCenter's root folder: whoever holds a privilege there holds it for the installation as a whole. */
    ObjectId root();

    /**
     * Which of the plugin's privileges the person holds on each object, in one call however many objects there are.
     * Objects of other vCenters and objects that are gone have none.
     *
     * @return names as in {@code DatastoreGuard.NAME}; objects without any are left out
     */
    Map<ObjectId, Set<String>> granted(Collection<ObjectId> objects);

    /** Signs out at the vCenter, or leaves that to its idle time-out when it cannot be reached. */
    @Override
    void close();
}
