package org.datastoreguard.store;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.jobs.ToldConcerns;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** What people in vCenter were told of, in the database. */
public final class StoredToldConcerns implements ToldConcerns {
    private static final String SAME = " where subject = :subject and object_id = :object";

    private final Database database;

    public StoredToldConcerns(Database database) {
        this.database = database;
    }

    @Override
    public List<Told> all() {
        return database.call(handle -> handle.createQuery("""
                        select subject, object_id, stage, over_notice, words, told from vcenter_concern
                        order by noted_at, subject, object_id""")
                .map((row, context) -> new Told(
                        row.getString("subject"),
                        row.getString("object_id"),
                        row.getString("stage"),
                        row.getString("over_notice") == null ? null : Notice.valueOf(row.getString("over_notice")),
                        Json.readMap(row.getString("words")),
                        row.getBoolean("told")))
                .list());
    }

    @Override
    public void note(Told told) {
        database.run(handle -> described(handle, told, """
                        insert into vcenter_concern
                          (subject, object_id, stage, over_notice, words, told, noted_at)
                        values (:subject, :object, :stage, :over, :words, :told, current_timestamp)
                        on conflict do nothing""").execute());
    }

    @Override
    public void change(Told told) {
        database.run(handle ->
                described(handle, told, """
                        update vcenter_concern set stage = :stage, over_notice = :over, words = :words, told = :told,
                          claimed_at = null""" + SAME + " and stage <> :stage").execute());
    }

    private static Update described(Handle handle, Told told, String sql) {
        Notice over = told.over();
        return same(handle, told, sql)
                .bind("stage", told.stage())
                .bindByType("over", over == null ? null : over.name(), String.class)
                .bind("words", Json.write(told.words()))
                .bind("told", told.told());
    }

    private static Update same(Handle handle, Told told, String sql) {
        return handle.createUpdate(sql).bind("subject", told.subject()).bind("object", told.objectId());
    }

    @Override
    public boolean claim(Told told, Instant now, Instant abandonedBefore) {
        return database.call(handle -> same(
                                handle,
                                told,
                                "update vcenter_concern set claimed_at = :now" + SAME
                                        + " and stage = :stage and told = false"
                                        + " and (claimed_at is null or claimed_at < :abandoned)")
                        .bind("stage", told.stage())
                        .bind("now", now)
                        .bind("abandoned", abandonedBefore)
                        .execute())
                > 0;
    }

    @Override
    public void told(Told told) {
        database.run(
                handle -> same(handle, told, "update vcenter_concern set told = true" + SAME + " and stage = :stage")
                        .bind("stage", told.stage())
                        .execute());
    }

    @Override
    public void release(Told told) {
        database.run(handle -> same(
                        handle, told, "update vcenter_concern set claimed_at = null" + SAME + " and told = false")
                .execute());
    }

    @Override
    public boolean remove(Told told) {
        return database.call(handle ->
                        same(handle, told, "delete from vcenter_concern" + SAME).execute())
                > 0;
    }
}
