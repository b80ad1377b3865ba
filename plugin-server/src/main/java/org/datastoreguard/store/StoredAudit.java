package org.datastoreguard.store;

import java.time.Clock;
import java.util.List;
import org.datastoreguard.security.Audit;
import org.jspecify.annotations.Nullable;

/** The audit trail in the database. */
public final class StoredAudit implements Audit {
    private final Database database;
    private final Clock clock;

    public StoredAudit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void record(String actor, String action, String object, String outcome) {
        database.run(handle -> handle.createUpdate("""
                        insert into audit_entry (logged_at, actor, action, object_name, outcome)
                        values (:at, :actor, :action, :object, :outcome)""")
                .bind("at", clock.instant())
                .bind("actor", Text.storable(actor))
                .bind("action", Text.storable(action))
                .bind("object", Text.storable(object))
                .bind("outcome", Text.storable(outcome))
                .execute());
    }

    @Override
    public List<Entry> list(Filter filter, int limit, @Nullable Long beforeId) {
        Conditions conditions = new Conditions()
                .and("id < :before", "before", beforeId)
                .and("logged_at >= :since", "since", filter.since())
                .and("logged_at < :until", "until", filter.until())
                .andContains("actor", "actor", filter.actor())
                .andContains("action", "action", filter.action());
        return database.call(handle -> conditions
                .bind(handle.createQuery("select id, logged_at, actor, action, object_name, outcome from audit_entry"
                        + conditions.where() + " order by id desc limit :limit"))
                .bind("limit", limit)
                .map((row, context) -> new Entry(
                        row.getLong("id"),
                        InstantColumn.require(row, "logged_at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("object_name"),
                        row.getString("outcome")))
                .list());
    }
}
