package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.datastoreguard.snapshot.VmJournal;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The journal of VM snapshots in the database. */
public final class StoredVmJournal implements VmJournal {
    private final Database database;

    public StoredVmJournal(Database database) {
        this.database = database;
    }

    @Override
    public void add(Entry entry) {
        database.run(handle -> handle.createUpdate("""
                        insert into vm_snapshot (id, node_id, vcenter_id, vm_id, vm_name, run_id, snapshot_id,
                          created_at, due_at, attempts, problem)
                        values (:id, :node, :vcenter, :vm, :name, :run, :snapshot, :created, :due, :attempts, :problem)""")
                .bind("id", entry.id())
                .bind("node", entry.nodeId())
                .bind("vcenter", entry.vm().vcenterId())
                .bind("vm", entry.vm().id())
                .bind("name", Text.storable(entry.vm().name()))
                .bind("run", entry.runId())
                .bind("snapshot", entry.snapshotId())
                .bind("created", entry.createdAt())
                .bind("due", entry.dueAt())
                .bind("attempts", entry.attempts())
                .bind("problem", Text.storable(entry.problem()))
                .execute());
    }

    @Override
    public void made(String id, String snapshotId) {
        update(
                "update vm_snapshot set snapshot_id = :snapshot where id = :id",
                Map.of("id", id, "snapshot", snapshotId));
    }

    @Override
    public void remove(String id) {
        update("delete from vm_snapshot where id = :id", Map.of("id", id));
    }

    @Override
    public void hold(String runId, Instant dueAt) {
        update("update vm_snapshot set due_at = :due where run_id = :run", Map.of("run", runId, "due", dueAt));
    }

    @Override
    public void abandon(String nodeId, Instant now) {
        update(
                "update vm_snapshot set due_at = :now where node_id = :node and due_at > :now",
                Map.of("node", nodeId, "now", now));
    }

    @Override
    public boolean claim(Entry entry, Instant nextDue) {
        return update("""
                        update vm_snapshot set due_at = :next, attempts = attempts + 1
                        where id = :id and attempts = :attempts""", Map.of("id", entry.id(), "next", nextDue, "attempts", entry.attempts())) > 0;
    }

    @Override
    public void failed(String id, String problem) {
        update(
                "update vm_snapshot set problem = :problem where id = :id",
                Map.of("id", id, "problem", problem.replace('\0', '\uFFFD')));
    }

    private int update(String sql, Map<String, ?> values) {
        return database.call(handle -> update(handle, sql, values).execute());
    }

    private static Update update(Handle handle, String sql, Map<String, ?> values) {
        return handle.createUpdate(sql).bindMap(values);
    }

    @Override
    public List<Entry> due(Instant now) {
        return database.call(
                handle -> handle.createQuery("select * from vm_snapshot where due_at <= :now order by created_at, id")
                        .bind("now", now)
                        .map((row, context) -> read(row))
                        .list());
    }

    @Override
    public List<Entry> all() {
        return database.call(handle -> handle.createQuery("select * from vm_snapshot order by created_at, id")
                .map((row, context) -> read(row))
                .list());
    }

    private static Entry read(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("id"),
                row.getString("node_id"),
                new Vm(row.getString("vcenter_id"), row.getString("vm_id"), row.getString("vm_name")),
                row.getString("run_id"),
                row.getString("snapshot_id"),
                InstantColumn.require(row, "created_at"),
                InstantColumn.require(row, "due_at"),
                row.getInt("attempts"),
                row.getString("problem"));
    }
}
