package org.datastoreguard.jobs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The claims of all servers, in the shared database. Thread-safe. */
final class Claims {
    private static final String SELECT =
            "select run_id, task_id, node_id, attempt, granted, cancel_requested, resources from run_claim";

    private final Jdbi jdbi;
    /**
     * Held before the database's row is, so that threads of one server that wait for their turn do not each keep a
     * connection from the one whose turn it is.
     */
    private final ReentrantLock turn = new ReentrantLock();

    Claims(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    /**
     * Does something while no other thread or server is here.
     *
     * @throws GuardException DATABASE_UNAVAILABLE
     */
    <T> T inTurn(Function<Ledger, T> section) {
        turn.lock();
        try {
            return jdbi.inTransaction(handle -> {
                handle.createQuery("select id from run_claim_turn where id = 1 for update")
                        .mapTo(Integer.class)
                        .one();
                return section.apply(new Ledger(handle));
            });
        } catch (JdbiException e) {
            throw unavailable(e);
        } finally {
            turn.unlock();
        }
    }

    /** The claims as they stand, without waiting for anybody. */
    List<Claim> all() {
        try {
            return jdbi.withHandle(handle -> new Ledger(handle).all());
        } catch (JdbiException e) {
            throw unavailable(e);
        }
    }

    private static GuardException unavailable(JdbiException e) {
        return new GuardException(ErrorCode.DATABASE_UNAVAILABLE, "The claims of the runs cannot be read", e);
    }

    /** The book of claims, open for the one whose turn it is. */
    record Ledger(Handle handle) {
        /** Oldest run first. */
        List<Claim> all() {
            return handle.createQuery(SELECT + " order by run_id")
                    .map((row, context) -> new Claim(
                            row.getString("run_id"),
                            row.getString("task_id"),
                            row.getString("node_id"),
                            row.getInt("attempt"),
                            row.getBoolean("granted"),
                            row.getBoolean("cancel_requested"),
                            Claim.writes(row.getString("resources")),
                            Claim.nasSystemIds(row.getString("resources"))))
                    .list();
        }

        Optional<Claim> find(String runId) {
            return all().stream().filter(c -> c.runId().equals(runId)).findFirst();
        }

        void put(Claim claim) {
            remove(claim.runId());
            handle.createUpdate(
                            "insert into run_claim (run_id, task_id, node_id, attempt, granted, cancel_requested, resources)"
                                    + " values (:run, :task, :node, :attempt, :granted, :cancel, :resources)")
                    .bind("run", claim.runId())
                    .bind("task", claim.taskId())
                    .bind("node", claim.nodeId())
                    .bind("attempt", claim.attempt())
                    .bind("granted", claim.granted())
                    .bind("cancel", claim.cancelRequested())
                    .bind("resources", claim.resources())
                    .execute();
        }

        void requestCancel(String runId) {
            handle.execute("update run_claim set cancel_requested = true where run_id = ?", runId);
        }

        void remove(String runId) {
            handle.execute("delete from run_claim where run_id = ?", runId);
        }
    }
}
