package org.datastoreguard.store;

import java.time.Instant;
import java.util.Optional;
import org.datastoreguard.snapshot.OneTimeSnapshot;
import org.datastoreguard.snapshot.OneTimeSnapshots;
import org.datastoreguard.snapshot.SnapshotTask.OnVmFailure;

/** Snapshots that were ordered once, in the database. */
public final class StoredOneTimeSnapshots implements OneTimeSnapshots {
    private final Database database;

    public StoredOneTimeSnapshots(Database database) {
        this.database = database;
    }

    @Override
    public void add(OneTimeSnapshot ordered) {
        database.run(handle -> handle.createUpdate("""
                        insert into one_time_snapshot (id, datastore_id, label, below_too, on_vm_failure, ordered_at)
                        values (:id, :datastore, :label, :below, :policy, :at)""")
                .bind("id", ordered.id())
                .bind("datastore", ordered.datastoreId())
                .bind("label", ordered.label())
                .bind("below", ordered.recursive())
                .bind("policy", ordered.onVmFailure().name())
                .bind("at", ordered.orderedAt())
                .execute());
    }

    @Override
    public Optional<OneTimeSnapshot> find(String id) {
        return database.call(handle -> handle.createQuery("select * from one_time_snapshot where id = :id")
                .bind("id", id)
                .map((row, context) -> new OneTimeSnapshot(
                        row.getString("id"),
                        row.getString("datastore_id"),
                        row.getString("label"),
                        row.getBoolean("below_too"),
                        OnVmFailure.valueOf(row.getString("on_vm_failure")),
                        InstantColumn.require(row, "ordered_at")))
                .findOne());
    }

    @Override
    public int purge(Instant orderedBefore) {
        return database.call(handle -> handle.createUpdate("delete from one_time_snapshot where ordered_at < :before")
                .bind("before", orderedBefore)
                .execute());
    }
}
