package org.datastoreguard.store;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.jobs.Postings;

/** What has yet to be shown of runs, in the database. */
public final class StoredPostings implements Postings {
    private final Database database;

    public StoredPostings(Database database) {
        this.database = database;
    }

    @Override
    public void open(String runId, String nodeId, Instant now) {
        database.run(handle -> handle.createUpdate("""
                        insert into run_posting (run_id, node_id, touched_at)
                        select :run, :node, cast(:now as timestamp with time zone) from run
                        where id = :run and not exists (select 1 from run_posting where run_id = :run)""")
                .bind("run", runId)
                .bind("node", nodeId)
                .bind("now", now)
                .execute());
    }

    @Override
    public List<Posting> take(String nodeId, Instant abandonedBefore) {
        database.run(
                handle -> handle.createUpdate("update run_posting set node_id = :node where touched_at < :abandoned")
                        .bind("node", nodeId)
                        .bind("abandoned", abandonedBefore)
                        .execute());
        return database.call(handle -> handle.createQuery("""
                        select run_id, vcenter_task, announced from run_posting where node_id = :node order by run_id""")
                .bind("node", nodeId)
                .map((row, context) -> new Posting(
                        row.getString("run_id"), row.getString("vcenter_task"), row.getBoolean("announced")))
                .list());
    }

    @Override
    public void save(Posting posting, Instant now) {
        database.run(handle -> handle.createUpdate("""
                        update run_posting set vcenter_task = :task, announced = :announced, touched_at = :now
                        where run_id = :run""")
                .bind("run", posting.runId())
                .bindByType("task", posting.vcenterTask(), String.class)
                .bind("announced", posting.announced())
                .bind("now", now)
                .execute());
    }

    @Override
    public void close(String runId) {
        database.run(handle -> handle.createUpdate("delete from run_posting where run_id = :run")
                .bind("run", runId)
                .execute());
    }
}
