package org.datastoreguard.vcenter;

/** Opens sessions for people. Thread-safe; keeps nothing, so whoever asks for a session closes it. */
public interface PersonalSessions {
    /**
     * Exchanges a vSphere Client session for a session of our own, by a clone ticket.
     *
     * @param server from our own list: the token is sent to no address that came with a request
     * @param sessionToken the value of {@code vmware-api-session-id}
     * @throws org.datastoreguard.error.GuardException UNAUTHENTICATED when the vCenter does not know the token;
     *     VCENTER_* when it cannot be asked
     */
    PersonalSession exchange(VcenterServer server, String sessionToken);

    /** @throws org.datastoreguard.error.GuardException VCENTER_LOGIN_FAILED; VCENTER_* when it cannot be asked */
    PersonalSession logIn(VcenterServer server, String username, String password);
}
