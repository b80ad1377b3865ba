package org.datastoreguard.api;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.http.Answers;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.DatasetInfo;
import org.datastoreguard.nas.DatasetTree;
import org.datastoreguard.nas.HostKey;
import org.datastoreguard.nas.HostKeyScan;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasDraft;
import org.datastoreguard.nas.NasProbe;
import org.datastoreguard.nas.NasRegistration;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.nas.ProbeReport;
import org.datastoreguard.nas.ReplicationKeys;

/** Adds, changes and removes storage machines. Thread-safe. */
public final class NasDesk {
    private final NasSystems systems;
    private final NasRegistration registration;
    private final NasConnections connections;
    private final NasProbe probe;
    private final HostKeyScan scan = new HostKeyScan();
    private final Usage usage;

    public NasDesk(NasSystems systems, NasConnections connections, Usage usage, Clock clock) {
        this.systems = systems;
        this.registration = new NasRegistration(systems);
        this.connections = connections;
        this.probe = new NasProbe(clock);
        this.usage = usage;
    }

    List<NasSystem> all() {
        return systems.all();
    }

    NasSystem find(String id) {
        return systems.find(id).orElseThrow(() -> Answers.notFound("NAS system"));
    }

    /**
     * Adds a machine with a key pair of its own. It need not let us in yet: somebody must first put the public key there,
     * and the answer is where that key comes from.
     *
     * @throws GuardException NAS_HOST_KEY_UNKNOWN with the keys it offers when none was given; NAME_TAKEN
     */
    NasSystem add(NasDraft draft) {
        requireHostKey(draft);
        return registration.add(draft);
    }

    NasSystem change(NasSystem current, NasDraft draft) {
        requireHostKey(draft);
        return registration.change(current.id(), current.version(), draft);
    }

    /** A key that came with the connection would prove nothing: a person compares it with the machine's own console. */
    private void requireHostKey(NasDraft draft) {
        if (draft.hostKey() != null) {
            return;
        }
        FormErrors errors = new FormErrors();
        String offered = scan.scan(draft.host(), draft.port()).stream()
                .map(key -> key.text() + " (" + key.fingerprint() + ")")
                .collect(Collectors.joining(", "));
        errors.add(
                ErrorCode.NAS_HOST_KEY_UNKNOWN,
                "hostKey",
                "is required: compare with ssh-keygen -l on the machine, then send one of " + offered);
        errors.throwIfAny();
    }

    /** @throws GuardException IN_USE with the names of the tasks */
    void remove(NasSystem system) {
        usage.refuseIfUsed("NAS system", usage.ofNasSystem(system.id()));
        systems.remove(system.id());
    }

    List<HostKey> scan(String host, int port) {
        return scan.scan(host, port);
    }

    ProbeReport probe(NasSystem system) {
        return probe.probe(connections.nas(system.id()));
    }

    List<DatasetInfo> datasets(NasSystem system) {
        return new DatasetTree().read(connections.nas(system.id()));
    }

    /** The key with which this machine logs in to others; empty when none was made yet. */
    Optional<String> replicationKey(NasSystem system) {
        return new ReplicationKeys().read(connections.nas(system.id()));
    }

    String createReplicationKey(NasSystem system) {
        return new ReplicationKeys().create(connections.nas(system.id()));
    }
}
