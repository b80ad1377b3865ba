package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.notify.Event;
import org.datastoreguard.notify.Outbox;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What channels have yet to be told, in the database. */
public final class StoredOutbox implements Outbox {
    private final Database database;

    public StoredOutbox(Database database) {
        this.database = database;
    }

    @Override
    public List<Pending> pending(String channelId, int limit) {
        return database.call(handle -> handle.createQuery("""
                        select id, noted_at, event from notification_pending where channel_id = :channel
                        order by noted_at, id limit :limit""")
                .bind("channel", channelId)
                .bind("limit", limit)
                .map((row, context) -> new Pending(
                        row.getLong("id"),
                        InstantColumn.require(row, "noted_at"),
                        Json.read(row.getString("event"), Event.class)))
                .list());
    }

    @Override
    public Set<String> waiting() {
        return database.call(
                handle -> Set.copyOf(handle.createQuery("select distinct channel_id from notification_pending")
                        .mapTo(String.class)
                        .list()));
    }

    @Override
    public State state(String channelId) {
        return database.call(handle -> handle.createQuery("""
                        select last_sent, problem_at, problem_code, problem_message, attempts, dropped
                        from notification_channel where id = :channel""")
                .bind("channel", channelId)
                .map((row, context) -> new State(
                        InstantColumn.read(row, "last_sent"),
                        problem(row),
                        row.getInt("attempts"),
                        row.getLong("dropped")))
                .findOne()
                .orElseThrow(() -> new GuardException(ErrorCode.NOT_FOUND, "There is no such notification channel")));
    }

    private static @Nullable Problem problem(ResultSet row) throws SQLException {
        Instant at = InstantColumn.read(row, "problem_at");
        return at == null
                ? null
                : new Problem(at, ErrorCode.valueOf(row.getString("problem_code")), row.getString("problem_message"));
    }

    @Override
    public void drop(String channelId, Instant notedBefore) {
        database.inTransaction(handle -> {
            int dropped = handle.createUpdate(
                            "delete from notification_pending where channel_id = :channel and noted_at < :before")
                    .bind("channel", channelId)
                    .bind("before", notedBefore)
                    .execute();
            return dropped == 0
                    || handle.createUpdate(
                                            "update notification_channel set dropped = dropped + :count where id = :channel")
                                    .bind("count", dropped)
                                    .bind("channel", channelId)
                                    .execute()
                            > 0;
        });
    }

    @Override
    public void sent(String channelId, List<Pending> told, Instant now, @Nullable Problem problem) {
        database.inTransaction(handle -> {
            handle.createUpdate("update notification_channel set last_sent = :now, dropped = 0 where id = :channel")
                    .bind("now", now)
                    .bind("channel", channelId)
                    .execute();
            state(handle, channelId, problem, "attempts = 0");
            var gone = handle.prepareBatch("delete from notification_pending where id = :id");
            told.forEach(event -> gone.bind("id", event.id()).add());
            return told.isEmpty() ? new int[0] : gone.execute();
        });
    }

    @Override
    public void failed(String channelId, Problem problem) {
        database.run(handle -> state(handle, channelId, problem, "attempts = attempts + 1"));
    }

    private static void state(Handle handle, String channelId, @Nullable Problem problem, String attempts) {
        handle.createUpdate("update notification_channel set problem_at = :at, problem_code = :code,"
                        + " problem_message = :message, " + attempts + " where id = :channel")
                .bindByType("at", problem == null ? null : problem.at(), Instant.class)
                .bindByType("code", problem == null ? null : problem.code().name(), String.class)
                .bindByType("message", problem == null ? null : Text.storable(problem.message()), String.class)
                .bind("channel", channelId)
                .execute();
    }

    @Override
    public void changed(String channelId, boolean forget) {
        database.inTransaction(handle -> {
            if (forget) {
                handle.createUpdate("delete from notification_pending where channel_id = :channel")
                        .bind("channel", channelId)
                        .execute();
            }
            return handle.createUpdate("update notification_channel set attempts = 0 where id = :channel")
                    .bind("channel", channelId)
                    .execute();
        });
    }
}
