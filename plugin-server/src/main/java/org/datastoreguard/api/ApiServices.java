package org.datastoreguard.api;

import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.datastoreguard.inventory.Inventory;
import org.datastoreguard.jobs.Jobs;
import org.datastoreguard.jobs.RunEvents;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasSystems;
import org.datastoreguard.notify.ChannelWaking;
import org.datastoreguard.notify.Channels;
import org.datastoreguard.notify.Outbox;
import org.datastoreguard.notify.Postman;
import org.datastoreguard.recovery.Recovery;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.security.ApiTokens;
import org.datastoreguard.security.Audit;
import org.datastoreguard.security.DelegatedSessions;
import org.datastoreguard.security.IdempotencyKeys;
import org.datastoreguard.security.Logins;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.SnapshotTasks;
import org.datastoreguard.snapshot.VmJournal;
import org.datastoreguard.snapshot.VmResults;
import org.datastoreguard.vcenter.VcenterServers;
import org.datastoreguard.vcenter.Vcenters;

/** Everything the API stands on; the composition root fills it. */
public record ApiServices(
        ServerFacts facts,
        Clock clock,
        ApiTokens tokens,
        DelegatedSessions delegatedSessions,
        Logins logins,
        Audit audit,
        IdempotencyKeys idempotencyKeys,
        VcenterServers vcenterServers,
        Vcenters vcenters,
        NasSystems nasSystems,
        NasConnections nasConnections,
        Inventory inventory,
        SnapshotTasks snapshotTasks,
        ReplicationTasks replicationTasks,
        VmResults vmResults,
        OneTimeSnapshots oneTimeSnapshots,
        Recovery recovery,
        VmJournal vmJournal,
        Jobs jobs,
        Runs runs,
        RunEvents runEvents,
        Channels channels,
        Outbox outbox,
        Postman postman,
        ChannelWaking channelWaking) {

    /** The services under the types of the components above. */
    Map<Class<?>, Object> byType() {
        Map<Class<?>, Object> services = new LinkedHashMap<>();
        for (RecordComponent component : ApiServices.class.getRecordComponents()) {
            try {
                services.put(component.getType(), component.getAccessor().invoke(this));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("A record can read itself", e);
            }
        }
        return services;
    }
}
