package org.datastoreguard.vcenter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** Follows each vCenter on a thread of its own, since a vCenter answers when something has changed. Thread-safe. */
final class VijavaFollowedDatastores implements FollowedDatastores {
    private final Function<String, Connection> connections;
    private final Limits limits;
    private final Map<String, DatastoreFollower> followers = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean closed;

    VijavaFollowedDatastores(Function<String, Connection> connections, Limits limits) {
        this.connections = connections;
        this.limits = limits;
    }

    @Override
    public List<Datastore> of(String vcenterId) {
        if (closed) {
            throw new GuardException(ErrorCode.SHUTTING_DOWN, "The server is shutting down");
        }
        return followers.computeIfAbsent(vcenterId, this::begun).current();
    }

    private DatastoreFollower begun(String vcenterId) {
        DatastoreFollower follower = new DatastoreFollower(vcenterId, connections, limits, changes::incrementAndGet);
        follower.start();
        return follower;
    }

    @Override
    public long changes() {
        return changes.get();
    }

    @Override
    public void retain(Collection<VcenterServer> servers) {
        Map<String, Long> versions =
                servers.stream().collect(Collectors.toMap(VcenterServer::id, VcenterServer::version));
        followers.forEach((id, follower) -> {
            Long version = versions.get(id);
            if (version == null) {
                followers.remove(id);
                follower.close();
            } else {
                follower.described(version);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        followers.values().forEach(DatastoreFollower::close);
        followers.clear();
    }
}
