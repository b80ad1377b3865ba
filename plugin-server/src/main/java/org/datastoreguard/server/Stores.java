package org.datastoreguard.server;

import java.security.SecureRandom;
import java.time.Clock;
import org.datastoreguard.security.SecretBox;
import org.datastoreguard.store.Database;
import org.datastoreguard.store.StoredApiTokens;
import org.datastoreguard.store.StoredAudit;
import org.datastoreguard.store.StoredChannels;
import org.datastoreguard.store.StoredFindings;
import org.datastoreguard.store.StoredIdempotencyKeys;
import org.datastoreguard.store.StoredNasSystems;
import org.datastoreguard.store.StoredOneTimeSnapshots;
import org.datastoreguard.store.StoredOutbox;
import org.datastoreguard.store.StoredPostings;
import org.datastoreguard.store.StoredReplicationTasks;
import org.datastoreguard.store.StoredRestoreOrders;
import org.datastoreguard.store.StoredRuns;
import org.datastoreguard.store.StoredSnapshotTasks;
import org.datastoreguard.store.StoredToldConcerns;
import org.datastoreguard.store.StoredVcenterServers;
import org.datastoreguard.store.StoredVmJournal;
import org.datastoreguard.store.StoredVmResults;

/** Everything that is kept in the database. */
record Stores(
        Database database,
        StoredNasSystems nasSystems,
        StoredVcenterServers vcenterServers,
        StoredSnapshotTasks snapshotTasks,
        StoredReplicationTasks replicationTasks,
        StoredRuns runs,
        StoredPostings postings,
        StoredToldConcerns toldConcerns,
        StoredApiTokens tokens,
        StoredAudit audit,
        StoredIdempotencyKeys idempotencyKeys,
        StoredVmJournal vmJournal,
        StoredVmResults vmResults,
        StoredOneTimeSnapshots oneTimeSnapshots,
        StoredRestoreOrders restoreOrders,
        StoredChannels channels,
        StoredFindings findings,
        StoredOutbox outbox) {
    static Stores of(Database database, SecretBox secrets, Clock clock, SecureRandom random) {
        return new Stores(
                database,
                new StoredNasSystems(database, secrets),
                new StoredVcenterServers(database, secrets),
                new StoredSnapshotTasks(database),
                new StoredReplicationTasks(database),
                new StoredRuns(database),
                new StoredPostings(database),
                new StoredToldConcerns(database),
                new StoredApiTokens(database, clock, random),
                new StoredAudit(database, clock),
                new StoredIdempotencyKeys(database, clock),
                new StoredVmJournal(database),
                new StoredVmResults(database),
                new StoredOneTimeSnapshots(database),
                new StoredRestoreOrders(database),
                new StoredChannels(database, secrets),
                new StoredFindings(database),
                new StoredOutbox(database));
    }
}
