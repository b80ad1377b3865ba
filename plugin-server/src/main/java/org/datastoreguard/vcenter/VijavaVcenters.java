package org.datastoreguard.vcenter;

import com.vmware.vim25.AboutInfo;
import com.vmware.vim25.ArrayOfManagedObjectReference;
import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.NoPermission;
import java.net.URI;
import java.rmi.RemoteException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.vcenter.Registration.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vCenters behind vijava, one connection each, opened at first use. Thread-safe. */
public final class VijavaVcenters implements Vcenters {
    private static final Logger LOG = LoggerFactory.getLogger(VijavaVcenters.class);

    private final VcenterServers servers;
    private final Clock clock;
    private final Limits limits;
    private final ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();

    public VijavaVcenters(VcenterServers servers, Clock clock) {
        this(servers, clock, Limits.DEFAULT);
    }

    public VijavaVcenters(VcenterServers servers, Clock clock, Limits limits) {
        this.servers = servers;
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public List<Datastore> datastores(String vcenterId) {
        return connection(vcenterId).call(session -> {
            DatastoreReading reading = new DatastoreReading(vcenterId, session.instanceUuid());
            return new DatastoreListing(session)
                    .read().stream().map(reading::read).toList();
        });
    }

    @Override
    public Set<String> datastoresOf(String vcenterId, ObjectId holder) {
        return connection(vcenterId).call(session -> mounted(session, holder));
    }

    private static Set<String> mounted(Session session, ObjectId holder) throws RemoteException {
        try {
            return new VmReading(session)
                            .property(
                                    Scalars.reference(holder.type(), holder.value()),
                                    "datastore",
                                    ArrayOfManagedObjectReference.class)
                            .map(ArrayOfManagedObjectReference::getManagedObjectReference)
                            .stream()
                            .flatMap(Arrays::stream)
                            .map(found ->
                                    new ObjectId(found.getType(), found.getVal(), session.instanceUuid()).toString())
                            .collect(Collectors.toUnmodifiableSet());
        } catch (ManagedObjectNotFound e) {
            return Set.of();
        }
    }

    @Override
    public Registration registration(String vcenterId, PluginAddress plugin) {
        return connection(vcenterId).call(session -> read(session, plugin));
    }

    @Override
    public Registration register(String vcenterId, PluginAddress plugin) {
        return connection(vcenterId).call(session -> written(session, plugin));
    }

    @Override
    public Registration register(String vcenterId, PluginAddress plugin, OneTimeLogin login) {
        return once(vcenterId, login, session -> written(session, plugin));
    }

    private Registration written(Session session, PluginAddress plugin) throws RemoteException {
        ExtensionRegistry registry = new ExtensionRegistry(session);
        registry.write(plugin, clock.instant());
        try {
            new Alarms(session).complete();
        } catch (NoPermission e) {
            // Nice to have: the registration, which is not, stands; what is missing is told.
            LOG.debug("the account may not define alarms", e);
        }
        return read(session, plugin);
    }

    private static Registration read(Session session, PluginAddress plugin) throws RemoteException {
        Registration found = new ExtensionRegistry(session).read(plugin);
        return found.state() == State.REGISTERED || found.state() == State.DRIFTED
                ? found.withoutAlarms(new Alarms(session).missing())
                : found;
    }

    private <T> T once(String vcenterId, OneTimeLogin login, Connection.Call<T> call) {
        VcenterServer stored = stored(vcenterId);
        VcenterServer server = new VcenterServer(
                stored.id(),
                stored.name(),
                stored.url(),
                login.username(),
                stored.fingerprint(),
                stored.instanceUuid(),
                stored.version());
        checked(server);
        try {
            Session session = Session.open(server, login.password(), limits);
            try {
                return call.on(session);
            } finally {
                session.logout();
            }
        } catch (RemoteException e) {
            throw new Failures(server).explain(e);
        }
    }

    @Override
    public void unregister(String vcenterId) {
        connection(vcenterId).call(VijavaVcenters::removed);
    }

    @Override
    public void unregister(String vcenterId, OneTimeLogin login) {
        once(vcenterId, login, VijavaVcenters::removed);
    }

    private static Boolean removed(Session session) throws RemoteException {
        // Alarms first: an account that may not remove them leaves everything, rather than alarms that nobody owns.
        ExtensionRegistry registry = new ExtensionRegistry(session);
        if (registry.isOurs()) {
            new Alarms(session).remove();
        }
        registry.remove();
        return Boolean.TRUE;
    }

    @Override
    public List<AccountRight> accountRights(String vcenterId) {
        return connection(vcenterId).call(session -> new AccountRights(session).read());
    }

    /** The same connections, for tasks and events; works until this is closed. */
    public VisibleWork visibleWork() {
        return new VijavaVisibleWork(this::connection, clock);
    }

    /** The same connections, for following datastores; to be closed before this is. */
    public FollowedDatastores followedDatastores() {
        return new VijavaFollowedDatastores(this::connection, limits);
    }

    /** The same connections, for VM snapshots; works until this is closed. */
    public VmSnapshots vmSnapshots() {
        return new VijavaVmSnapshots(this::connection);
    }

    @Override
    public About check(VcenterServer server, String password) {
        checked(server);
        try {
            Session session = Session.open(server, password, limits);
            try {
                return about(session.content().getAbout());
            } finally {
                session.logout();
            }
        } catch (RemoteException e) {
            throw new Failures(server).explain(e);
        }
    }

    private static About about(AboutInfo about) {
        return new About(
                Objects.requireNonNullElse(about.getFullName(), "unknown product"),
                Objects.requireNonNullElse(about.getVersion(), "unknown"),
                Objects.requireNonNullElse(about.getInstanceUuid(), ""));
    }

    /** @throws GuardException INVALID_FIELD; a URL with user, query or fragment could carry a secret into logs */
    private static void checked(VcenterServer server) {
        URI url = server.url();
        if (!"https".equals(url.getScheme())
                || url.getHost() == null
                || !"/sdk".equals(url.getPath())
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw GuardException.invalid("url", "must have the form https://HOST/sdk or https://HOST:PORT/sdk");
        }
        Fingerprint.parse(server.fingerprint());
    }

    @Override
    public void forget(String vcenterId) {
        Connection connection = connections.remove(vcenterId);
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(connections.keySet()).forEach(this::forget);
    }

    private VcenterServer stored(String vcenterId) {
        return servers.find(vcenterId)
                .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no such vCenter"));
    }

    /** The stored description is read each time, since another node of the cluster may have changed it. */
    private Connection connection(String vcenterId) {
        VcenterServer server = stored(vcenterId);
        Connection known = connections.get(vcenterId);
        if (known != null && !known.serves(server)) {
            forget(vcenterId);
        }
        return connections.computeIfAbsent(vcenterId, id -> {
            checked(server);
            return new Connection(server, () -> servers.password(id), limits);
        });
    }
}
