package org.datastoreguard.vcenter;

import com.vmware.vim25.ws.Argument;
import com.vmware.vim25.ws.SoapClient;
import com.vmware.vim25.ws.XmlGen;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.rmi.RemoteException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wire under vijava's stubs: everything of vijava's own that touches the network or parses is replaced, because it
 * shares one trust manager between all connections, resolves external entities, fails on unknown members and loses the
 * type of faults. Made for {@code new VimPortType(transport)}, so vijava's global client class stays untouched.
 * Thread-safe once the version of the API is chosen.
 */
final class SoapTransport extends SoapClient {
    /** Asking these twice changes nothing, so they are asked again when the connection turns out to be a dead one. */
    private static final Set<String> REPEATABLE = Set.of(
            "RetrieveServiceContent",
            "RetrievePropertiesEx",
            "CreateContainerView",
            "FindExtension",
            "WaitForUpdatesEx",
            "HasPrivilegeOnEntities");

    private static final String NAMESPACE = " xmlns=\"urn:vim25\">";

    private final SdkHttp http;
    private ApiVersion version = ApiVersion.OLDEST;
    private final VimTypes types = new VimTypes();

    SoapTransport(URI sdk, PinnedTrust trust, Limits limits) {
        this.http = new SdkHttp(sdk, trust, limits);
        this.trustManager = trust;
        this.soapAction = ApiVersion.OLDEST.soapAction();
        setVimNameSpace(NAMESPACE);
    }

    ApiVersion version() {
        return version;
    }

    /** Answers come in the shape of this version from now on. */
    void use(ApiVersion version) {
        this.version = version;
        this.soapAction = version.soapAction();
    }

    /** A public file below the SDK address. */
    InputStream file(String name) throws IOException {
        return http.get(name);
    }

    /**
     * A ticket, good once, that turns a vSphere Client session into one of ours.
     *
     * @throws CloneTicket.Refused the vSphere Client does not know the token
     */
    String cloneTicket(String sessionToken, String instanceUuid) throws IOException {
        try {
            return CloneTicket.read(http.postJson(
                    CloneTicket.PATH, CloneTicket.request(instanceUuid), CloneTicket.TOKEN_HEADER, sessionToken));
        } catch (SdkHttp.UnexpectedStatus e) {
            if (e.status() == 401 || e.status() == 403) {
                throw new CloneTicket.Refused(e.status());
            }
            throw e;
        }
    }

    VimTypes types() {
        return types;
    }

    /** @throws RemoteException the typed fault; anything else that went wrong is its cause */
    @Override
    public @Nullable Object invoke(String method, Argument[] arguments, @Nullable String returnType)
            throws RemoteException {
        try (InputStream answer = post(method, arguments)) {
            return new SoapReader(types, answer).read(returnType);
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw new RemoteException(method, e);
        }
    }

    @Override
    public StringBuffer invokeAsString(String method, Argument[] arguments) throws RemoteException {
        try (InputStream answer = post(method, arguments)) {
            return new StringBuffer(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RemoteException(method, e);
        }
    }

    /** A kept connection that the vCenter closed meanwhile shows only when it is used; a fresh one is worth one try. */
    private InputStream post(String method, Argument[] arguments) throws IOException {
        String message = marshall(method, arguments);
        try {
            return http.post(soapAction, message);
        } catch (IOException e) {
            if (!REPEATABLE.contains(method) || !SdkHttp.isBrokenConnection(e)) {
                throw e;
            }
            return http.post(soapAction, message);
        }
    }

    /** As the base class does it, but without logging the message: a login carries the password. */
    @Override
    public String marshall(String method, Argument[] arguments) {
        return XmlGen.toXML(method, arguments, getVimNameSpace());
    }

    @Override
    public @Nullable String getCookie() {
        return http.cookie();
    }

    @Override
    public void setCookie(@Nullable String cookie) {
        http.cookie(cookie);
    }
}
