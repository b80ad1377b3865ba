package org.datastoreguard.store;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.notify.Findings;
import org.datastoreguard.notify.Level;
import org.datastoreguard.notify.Trouble;
import org.jdbi.v3.core.Handle;

/** Runs to look at, troubles that were told, and what follows from them for channels, in the database. */
public final class StoredFindings implements Findings {
    private final Database database;

    public StoredFindings(Database database) {
        this.database = database;
    }

    @Override
    public List<Run> endedRuns(int limit) {
        return database.call(handle ->
                handle.createQuery("""
                        select run.* from ended_run join run on run.id = ended_run.run_id
                        order by run.ended_at, run.id limit :limit""").bind("limit", limit).map(RunRow::read).list());
    }

    @Override
    public Optional<Trouble> trouble(String subject) {
        return database.call(handle -> handle.createQuery("select * from notification_trouble where subject = :subject")
                .bind("subject", subject)
                .map((row, context) -> read(row))
                .findOne());
    }

    @Override
    public List<Trouble> troubles(String subjectPrefix) {
        return database.call(handle -> handle.createQuery("""
                        select * from notification_trouble where substring(subject, 1, :length) = :prefix
                        order by told_at, subject""")
                .bind("length", subjectPrefix.length())
                .bind("prefix", subjectPrefix)
                .map((row, context) -> read(row))
                .list());
    }

    private static Trouble read(ResultSet row) throws SQLException {
        return new Trouble(
                row.getString("subject"),
                row.getString("code"),
                Level.valueOf(row.getString("trouble_level")),
                InstantColumn.require(row, "told_at"),
                row.getString("over_title"));
    }

    @Override
    public boolean note(Finding finding, Instant now) {
        try {
            return database.inTransaction(handle -> {
                if (!lookedAt(handle, finding) || !replaced(handle, finding)) {
                    throw new GuardException(ErrorCode.VERSION_CONFLICT, "Another server was faster");
                }
                finding.channelIds().forEach(channel -> pend(handle, channel, finding, now));
                return true;
            });
        } catch (GuardException e) {
            // NAME_TAKEN: two servers wrote the same trouble at the same time.
            if (e.code() == ErrorCode.VERSION_CONFLICT || e.code() == ErrorCode.NAME_TAKEN) {
                return false;
            }
            throw e;
        }
    }

    private static boolean lookedAt(Handle handle, Finding finding) {
        return finding.endedRun() == null
                || handle.createUpdate("delete from ended_run where run_id = :id")
                                .bind("id", finding.endedRun())
                                .execute()
                        > 0;
    }

    /** Only from what was seen to what follows from that. */
    private static boolean replaced(Handle handle, Finding finding) {
        Trouble before = finding.before();
        Trouble after = finding.after();
        if (before == null ? after == null : before.equals(after)) {
            return true;
        }
        if (before != null
                && handle.createUpdate("delete from notification_trouble where subject = :subject and told_at = :told")
                                .bind("subject", before.subject())
                                .bind("told", before.toldAt())
                                .execute()
                        == 0) {
            return false;
        }
        if (after != null) {
            insert(handle, after);
        }
        return true;
    }

    private static void insert(Handle handle, Trouble trouble) {
        handle.createUpdate("""
                        insert into notification_trouble (subject, code, trouble_level, told_at, over_title)
                        values (:subject, :code, :level, :told, :over)""")
                .bind("subject", trouble.subject())
                .bind("code", trouble.code())
                .bind("level", trouble.level().name())
                .bind("told", trouble.toldAt())
                .bindByType("over", trouble.over(), String.class)
                .execute();
    }

    /** A channel that was removed meanwhile is told nothing. */
    private static void pend(Handle handle, String channel, Finding finding, Instant now) {
        handle.createUpdate("""
                        insert into notification_pending (channel_id, noted_at, event)
                        select id, cast(:now as timestamp with time zone), :event from notification_channel
                        where id = :channel""")
                .bind("channel", channel)
                .bind("now", now)
                .bind("event", Json.write(requireNonNull(finding.event())))
                .execute();
    }

    @Override
    public void purge(Instant toldBefore) {
        database.run(handle -> handle.createUpdate(
                        "delete from notification_trouble where told_at < :before and subject like 'run/%'")
                .bind("before", toldBefore)
                .execute());
    }
}
