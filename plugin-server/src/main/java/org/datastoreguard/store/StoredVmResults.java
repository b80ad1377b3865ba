package org.datastoreguard.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.snapshot.VmResult;
import org.datastoreguard.snapshot.VmResults;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What snapshots hold of virtual machines, in the database. */
public final class StoredVmResults implements VmResults {
    private final Database database;

    public StoredVmResults(Database database) {
        this.database = database;
    }

    @Override
    public void add(String nasSystemId, String guid, List<VmResult> results) {
        database.inTransaction(handle -> {
            handle.createUpdate("delete from vm_result where nas_system_id = :nas and snapshot_guid = :guid")
                    .bind("nas", nasSystemId)
                    .bind("guid", guid)
                    .execute();
            return results.isEmpty() ? 0 : insert(handle, nasSystemId, guid, results);
        });
    }

    private static int insert(Handle handle, String nasSystemId, String guid, List<VmResult> results) {
        PreparedBatch rows = handle.prepareBatch("""
                insert into vm_result (nas_system_id, snapshot_guid, vm_id, vm_name, outcome, reason)
                values (:nas, :guid, :vm, :name, :outcome, :reason)""");
        results.forEach(result -> rows.bind("nas", nasSystemId)
                .bind("guid", guid)
                .bind("vm", result.vmId())
                .bind("name", Text.storable(result.vmName()))
                .bind("outcome", result.outcome().name())
                .bind("reason", Text.storable(result.reason()))
                .add());
        return rows.execute().length;
    }

    @Override
    public Map<String, List<VmResult>> find(String nasSystemId, Set<String> guids) {
        Map<String, List<VmResult>> found = new LinkedHashMap<>();
        if (!guids.isEmpty()) {
            database.run(handle -> handle.createQuery("""
                            select * from vm_result where nas_system_id = :nas and snapshot_guid in (<guids>)
                            order by vm_name, vm_id""")
                    .bind("nas", nasSystemId)
                    .bindList("guids", List.copyOf(guids))
                    .map((row, context) -> Map.entry(
                            row.getString("snapshot_guid"),
                            new VmResult(
                                    row.getString("vm_id"),
                                    row.getString("vm_name"),
                                    VmResult.Outcome.valueOf(row.getString("outcome")),
                                    row.getString("reason"))))
                    .forEach(row -> found.computeIfAbsent(row.getKey(), guid -> new ArrayList<>())
                            .add(row.getValue())));
        }
        return found;
    }
}
