package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.datastoreguard.recovery.RestoreOrder;
import org.datastoreguard.recovery.RestoreOrder.Clone;
import org.datastoreguard.recovery.RestoreOrder.RollBack;
import org.datastoreguard.recovery.RestoreOrder.Way;
import org.datastoreguard.recovery.RestoreOrders;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.SnapshotName;

/** Ways back that were ordered, in the database. */
public final class StoredRestoreOrders implements RestoreOrders {
    private final Database database;

    public StoredRestoreOrders(Database database) {
        this.database = database;
    }

    @Override
    public void add(RestoreOrder ordered) {
        RollBack rollBack = ordered.way() instanceof RollBack way ? way : new RollBack(Set.of(), false);
        String clone = ordered.way() instanceof Clone way ? way.name().value() : null;
        database.run(handle -> handle.createUpdate("""
                        insert into restore_order (id, datastore_id, nas_system_id, snapshot, guid, clone_name,
                          announced, forced, ordered_at)
                        values (:id, :datastore, :nas, :snapshot, :guid, :clone, :announced, :forced, :at)""")
                .bind("id", ordered.id())
                .bind("datastore", ordered.datastoreId())
                .bind("nas", ordered.nasSystemId())
                .bind("snapshot", ordered.snapshot().toString())
                .bind("guid", ordered.guid().toString())
                .bind("clone", clone)
                .bind("announced", text(rollBack.announced()))
                .bind("forced", rollBack.force())
                .bind("at", ordered.orderedAt())
                .execute());
    }

    private static String text(Set<Guid> guids) {
        return guids.stream().map(Guid::toString).sorted().collect(Collectors.joining(" "));
    }

    private static Set<Guid> guids(String text) {
        return Arrays.stream(text.split(" "))
                .filter(guid -> !guid.isEmpty())
                .map(Guid::parse)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<RestoreOrder> find(String id) {
        return database.call(handle -> handle.createQuery("select * from restore_order where id = :id")
                .bind("id", id)
                .map((row, context) -> new RestoreOrder(
                        row.getString("id"),
                        row.getString("datastore_id"),
                        row.getString("nas_system_id"),
                        SnapshotName.parse(row.getString("snapshot")),
                        Guid.parse(row.getString("guid")),
                        way(row),
                        InstantColumn.require(row, "ordered_at")))
                .findOne());
    }

    private static Way way(ResultSet row) throws SQLException {
        String clone = row.getString("clone_name");
        return clone != null
                ? new Clone(new DatasetName(clone))
                : new RollBack(guids(row.getString("announced")), row.getBoolean("forced"));
    }

    @Override
    public int purge(Instant orderedBefore) {
        return database.call(handle -> handle.createUpdate("delete from restore_order where ordered_at < :before")
                .bind("before", orderedBefore)
                .execute());
    }
}
