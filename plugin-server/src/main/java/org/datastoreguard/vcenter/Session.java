package org.datastoreguard.vcenter;

import com.vmware.vim25.ServiceContent;
import com.vmware.vim25.VimPortType;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.rmi.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One login at one vCenter. Calls on it may run side by side: vijava's stubs hold no state but the transport.
 *
 * @param port every method of the vSphere API
 * @param content the entry points and who answered
 */
record Session(VimPortType port, ServiceContent content, SoapTransport transport) {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    /** Connects and signs in. @throws RemoteException as {@link SoapTransport#invoke} */
    static Session open(VcenterServer server, String password, Limits limits) throws RemoteException {
        Session session = connect(server, limits);
        session.port.login(session.content.getSessionManager(), server.username(), password, null);
        return session;
    }

    /** Connects without signing in. @throws RemoteException as {@link SoapTransport#invoke} */
    static Session connect(VcenterServer server, Limits limits) throws RemoteException {
        Fingerprint pinned = Fingerprint.parse(server.fingerprint());
        SoapTransport transport = new SoapTransport(server.url(), new PinnedTrust(pinned), limits);
        transport.use(version(transport));
        VimPortType port = port(transport);
        ServiceContent content = port.retrieveServiceContent(Scalars.reference("ServiceInstance", "ServiceInstance"));
        if (content == null || content.getAbout() == null || content.getSessionManager() == null) {
            throw new RemoteException("connect", new SoapReader.Unreadable("no service content", null));
        }
        return new Session(port, content, transport);
    }

    private static VimPortType port(SoapTransport transport) {
        try {
            return new VimPortType(transport);
        } catch (MalformedURLException e) {
            throw new IllegalStateException("declared but never thrown: no URL is passed", e);
        }
    }

    /** Whoever does not say which versions it speaks gets the oldest; only the connection itself must work. */
    private static ApiVersion version(SoapTransport transport) throws RemoteException {
        try (InputStream versions = transport.file("vimServiceVersions.xml")) {
            return ApiVersion.best(versions);
        } catch (SdkHttp.UnexpectedStatus e) {
            return ApiVersion.OLDEST;
        } catch (IOException e) {
            throw new RemoteException("connect", e);
        }
    }

    /** Who answered; the last part of the ids of all its objects. */
    String instanceUuid() {
        return String.valueOf(content.getAbout().getInstanceUuid());
    }

    /** Ends the session at the vCenter, or leaves that to the vCenter's idle time-out when it cannot be reached. */
    void logout() {
        try {
            port.logout(content.getSessionManager());
        } catch (RemoteException e) {
            log.debug("logout failed, the session ends by its idle time-out: {}", e.toString());
        }
    }
}
