package org.datastoreguard.vcenter;

import com.vmware.vim25.InvalidLogin;
import com.vmware.vim25.UserSession;
import java.io.IOException;
import java.rmi.RemoteException;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** Sessions of people through vijava. Thread-safe. */
public final class VijavaPersonalSessions implements PersonalSessions {
    private final Limits limits;

    public VijavaPersonalSessions() {
        this(Limits.DEFAULT);
    }

    public VijavaPersonalSessions(Limits limits) {
        this.limits = limits;
    }

    @Override
    public PersonalSession exchange(VcenterServer server, String sessionToken) {
        try {
            Session session = Session.connect(server, limits);
            String ticket = session.transport().cloneTicket(sessionToken, session.instanceUuid());
            UserSession user = session.port().cloneSession(session.content().getSessionManager(), ticket);
            return new VijavaPersonalSession(server, session, user);
        } catch (CloneTicket.Refused | InvalidLogin e) {
            throw new GuardException(
                    ErrorCode.UNAUTHENTICATED,
                    "vCenter " + server.name() + " does not know this vSphere Client session; sign in there again",
                    e);
        } catch (IOException e) {
            throw new Failures(server).explain(e);
        }
    }

    @Override
    public PersonalSession logIn(VcenterServer server, String username, String password) {
        VcenterServer asPerson = new VcenterServer(
                server.id(),
                server.name(),
                server.url(),
                username,
                server.fingerprint(),
                server.instanceUuid(),
                server.version());
        try {
            Session session = Session.connect(server, limits);
            UserSession user = session.port().login(session.content().getSessionManager(), username, password, null);
            return new VijavaPersonalSession(asPerson, session, user);
        } catch (RemoteException e) {
            throw new Failures(asPerson).explain(e);
        }
    }
}
