package org.datastoreguard.store;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.jobs.Postings;
import org.jdbi.v3.core.Handle;

/** What has yet to be shown of runs, in the database. */
public final class StoredPostings implements Postings {
    private final Database database;

    public StoredPostings(Database database) {
        this.database = database;
    }

    @Override
    public void open(String runId, List<String> objectIds, String nodeId, Instant now) {
        database.inTransaction(handle -> {
            for (String objectId : known(handle, runId) ? List.<String>of() : objectIds) {
                insert(handle, runId, objectId, nodeId, now);
            }
            return runId;
        });
    }

    private static boolean known(Handle handle, String runId) {
        return handle.createQuery("select 1 from run_showing where run_id = :run limit 1")
                .bind("run", runId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static void insert(Handle handle, String runId, String objectId, String nodeId, Instant now) {
        handle.createUpdate("""
                        insert into run_showing (run_id, object_id, node_id, touched_at)
                        select :run, :object, :node, cast(:now as timestamp with time zone) from run where id = :run
                        on conflict do nothing""")
                .bind("run", runId)
                .bind("object", objectId)
                .bind("node", nodeId)
                .bind("now", now)
                .execute();
    }

    @Override
    public List<Posting> take(String nodeId, Instant abandonedBefore) {
        database.run(
                handle -> handle.createUpdate("update run_showing set node_id = :node where touched_at < :abandoned")
                        .bind("node", nodeId)
                        .bind("abandoned", abandonedBefore)
                        .execute());
        return database.call(handle -> handle.createQuery("""
                        select run_id, object_id, vcenter_task, announced from run_showing where node_id = :node
                        order by run_id, object_id""")
                .bind("node", nodeId)
                .map((row, context) -> new Posting(
                        row.getString("run_id"),
                        row.getString("object_id"),
                        row.getString("vcenter_task"),
                        row.getBoolean("announced")))
                .list());
    }

    @Override
    public void save(Posting posting, Instant now) {
        database.run(handle -> handle.createUpdate("""
                        update run_showing set vcenter_task = :task, announced = :announced, touched_at = :now
                        where run_id = :run and object_id = :object""")
                .bindByType("task", posting.vcenterTask(), String.class)
                .bind("announced", posting.announced())
                .bind("now", now)
                .bind("run", posting.runId())
                .bind("object", posting.objectId())
                .execute());
    }

    @Override
    public void close(Posting posting) {
        database.run(
                handle -> handle.createUpdate("delete from run_showing where run_id = :run and object_id = :object")
                        .bind("run", posting.runId())
                        .bind("object", posting.objectId())
                        .execute());
    }
}
