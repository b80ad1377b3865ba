package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.datastoreguard.jobs.LogLine;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunHour;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.Runs;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Runs, their steps and their logs in the database. */
public final class StoredRuns implements Runs {
    private static final String NOT_ENDED = "state in ('QUEUED', 'WAITING', 'RUNNING')";

    private static final int ROWS_AT_ONCE = 1000;

    private final Database database;

    public StoredRuns(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(Run run) {
        return database.inTransaction(handle -> {
            boolean opened = RunRow.bind(handle.createUpdate("""
                                            insert into run (id, kind, task_id, task_name, datastore_id, state, waiting_for,
                                              opened_by, slot, created_at, started_at, ended_at, bytes_done, bytes_total,
                                              bytes_per_second, warnings, error_code, error_temporary, error_message, error_stderr, attempt,
                                              node_id)
                                            values (:id, :kind, :taskId, :taskName, :datastoreId, :state, :waitingFor,
                                              :openedBy, :slot, :createdAt, :startedAt, :endedAt, :bytesDone, :bytesTotal,
                                              :bytesPerSecond, :warnings, :errorCode, :errorTemporary, :errorMessage, :errorStderr, :attempt,
                                              :nodeId)
                                            on conflict do nothing"""), run).execute() > 0;
            if (opened) {
                StepRows.save(handle, run.id(), run.steps());
                noteEnd(handle, run);
            }
            return opened;
        });
    }

    @Override
    public Optional<Run> find(String id) {
        return database.call(handle -> StepRows.attach(
                        handle,
                        handle.createQuery("select * from run where id = :id")
                                .bind("id", id)
                                .map(RunRow::read)
                                .list())
                .stream()
                .findFirst());
    }

    @Override
    public List<Run> list(Filter filter, int limit, @Nullable String beforeId) {
        Conditions conditions = new Conditions()
                .and("task_id = :taskId", "taskId", filter.taskId())
                .and("datastore_id = :datastoreId", "datastoreId", filter.datastoreId())
                .and(
                        "state = :state",
                        "state",
                        filter.state() == null ? null : filter.state().name())
                .and("created_at >= :since", "since", filter.since())
                .and(
                        "(created_at, id) < (select b.created_at, b.id from run b where b.id = :before)",
                        "before",
                        beforeId);
        return database.call(handle -> StepRows.attach(
                handle,
                conditions
                        .bind(handle.createQuery("select * from run" + conditions.where()
                                + " order by created_at desc, id desc limit :limit"))
                        .bind("limit", limit)
                        .map(RunRow::read)
                        .list()));
    }

    @Override
    public List<RunHour> hours(Instant openedSince) {
        return database.call(handle -> handle.createQuery("""
                        select opened_in, kind, state, datastore_id, count(*) as runs, sum(bytes_done) as bytes
                        from (select floor(extract(epoch from created_at) / 3600) as opened_in, kind, state, datastore_id,
                                bytes_done
                              from run where created_at >= :since) opened
                        group by opened_in, kind, state, datastore_id""")
                .bind("since", openedSince)
                .map((row, context) -> new RunHour(
                        Instant.ofEpochSecond(row.getLong("opened_in") * 3600),
                        RunKind.valueOf(row.getString("kind")),
                        RunState.valueOf(row.getString("state")),
                        row.getString("datastore_id"),
                        row.getLong("runs"),
                        row.getLong("bytes")))
                .list());
    }

    @Override
    public List<Run> unended(String taskId) {
        return database.call(handle -> StepRows.attach(
                handle,
                handle.createQuery("select * from run where task_id = :taskId and " + NOT_ENDED
                                + " order by created_at, id")
                        .bind("taskId", taskId)
                        .map(RunRow::read)
                        .list()));
    }

    @Override
    public boolean save(Run run) {
        return database.inTransaction(handle -> {
            boolean saved =
                    RunRow.bind(handle.createUpdate("""
                                            update run set kind = :kind, task_id = :taskId, task_name = :taskName,
                                              datastore_id = :datastoreId, state = :state, waiting_for = :waitingFor,
                                              opened_by = :openedBy, slot = :slot, created_at = :createdAt,
                                              started_at = :startedAt, ended_at = :endedAt, bytes_done = :bytesDone,
                                              bytes_total = :bytesTotal,
                                              bytes_per_second = :bytesPerSecond, warnings = :warnings, error_code = :errorCode,
                                              error_temporary = :errorTemporary, error_message = :errorMessage,
                                              error_stderr = :errorStderr, attempt = :attempt, node_id = :nodeId
                                            where id = :id and """ + " " + NOT_ENDED), run).execute() > 0;
            if (saved) {
                StepRows.save(handle, run.id(), run.steps());
                noteEnd(handle, run);
            }
            return saved;
        });
    }

    /** Together with the end itself, so that nobody who is to be told of it misses it. */
    private static void noteEnd(Handle handle, Run run) {
        if (run.state().ended()) {
            handle.createUpdate("insert into ended_run (run_id) values (:id)")
                    .bind("id", run.id())
                    .execute();
        }
    }

    @Override
    public Optional<Run> lastSuccess(Collection<String> taskIds, @Nullable Instant endedBy) {
        if (taskIds.isEmpty()) {
            return Optional.empty();
        }
        return database.call(handle -> StepRows.attach(handle, lastSuccess(handle, taskIds, endedBy))).stream()
                .findFirst();
    }

    private static List<Run> lastSuccess(Handle handle, Collection<String> taskIds, @Nullable Instant endedBy) {
        Query query = handle.createQuery("""
                        select * from run where task_id in (<taskIds>) and state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS')
                        """ + (endedBy == null ? "" : " and ended_at <= :endedBy")
                        + " order by started_at desc, id desc limit 1")
                .bindList("taskIds", List.copyOf(taskIds));
        return (endedBy == null ? query : query.bind("endedBy", endedBy))
                .map(RunRow::read)
                .list();
    }

    @Override
    public Map<String, Success> lastSuccesses(@Nullable Instant endedBy) {
        Map<String, Success> successes = new HashMap<>();
        Conditions ended = new Conditions().and("newest.ended_at <= :endedBy", "endedBy", endedBy);
        // From the tasks to their runs, each by the index: there are many more runs than tasks.
        database.run(handle -> ended.bind(handle.createQuery("""
                        select task.id, run.started_at, run.ended_at
                        from (select id from snapshot_task union all select id from replication_task) task
                        join run on run.id = (
                          select newest.id from run newest
                          where newest.task_id = task.id and newest.started_at is not null
                            and newest.state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS')%s
                          order by newest.task_id, newest.started_at desc, newest.id desc limit 1)""".formatted(ended.more())))
                .map((row, context) -> successes.put(row.getString("id"), success(row)))
                .list());
        return successes;
    }

    @Override
    public void successes(Instant endedSince, BiConsumer<String, Success> taskIdAndSuccess) {
        database.inTransaction(handle -> {
            handle.createQuery("""
                            select task_id, started_at, ended_at from run
                            where ended_at >= :since and started_at is not null
                              and state in ('SUCCEEDED', 'SUCCEEDED_WITH_WARNINGS')
                            order by ended_at""")
                    .bind("since", endedSince)
                    .setFetchSize(ROWS_AT_ONCE)
                    .map((row, context) -> Map.entry(row.getString("task_id"), success(row)))
                    .forEach(found -> taskIdAndSuccess.accept(found.getKey(), found.getValue()));
            return true;
        });
    }

    private static Success success(ResultSet row) throws SQLException {
        return new Success(InstantColumn.require(row, "started_at"), InstantColumn.require(row, "ended_at"));
    }

    @Override
    public Optional<Instant> firstOpened(String taskId) {
        return database.call(handle -> handle.createQuery("""
                        select created_at from run where task_id = :taskId order by created_at limit 1""")
                .bind("taskId", taskId)
                .map((row, context) -> InstantColumn.require(row, "created_at"))
                .findOne());
    }

    @Override
    public void appendLog(String runId, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        database.inTransaction(handle -> {
            var batch = handle.prepareBatch("""
                    insert into run_log (run_id, line_number, logged_at, level, line)
                    values (:runId, :number, :at, :level, :text)""");
            for (LogLine line : lines) {
                batch.bind("runId", runId)
                        .bind("number", line.number())
                        .bind("at", line.at())
                        .bind("level", line.level().name())
                        .bind("text", Text.storable(line.text()))
                        .add();
            }
            return batch.execute();
        });
    }

    @Override
    public List<LogLine> log(String runId, long afterNumber, int limit) {
        return database.call(handle -> handle.createQuery("""
                        select line_number, logged_at, level, line from run_log
                        where run_id = :runId and line_number > :after order by line_number limit :limit""")
                .bind("runId", runId)
                .bind("after", afterNumber)
                .bind("limit", limit)
                .map((row, context) -> new LogLine(
                        row.getLong("line_number"),
                        InstantColumn.require(row, "logged_at"),
                        LogLine.Level.valueOf(row.getString("level")),
                        row.getString("line")))
                .list());
    }

    @Override
    public int purge(Instant endedBefore) {
        return database.call(handle -> handle.createUpdate("delete from run where ended_at < :before")
                .bind("before", endedBefore)
                .execute());
    }

    /** How many runs are kept in each state; states without a run are 0. */
    public Map<RunState, Long> countByState() {
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        for (RunState state : RunState.values()) {
            counts.put(state, 0L);
        }
        database.run(handle -> handle.createQuery("select state, count(*) as runs from run group by state")
                .map((row, context) -> counts.put(RunState.valueOf(row.getString("state")), row.getLong("runs")))
                .list());
        return counts;
    }

    @Override
    public List<DayTotal> totals(Instant endedSince) {
        return database.call(handle -> handle.createQuery("""
                        select cast(ended_at at time zone 'UTC' as date) as ended_on, datastore_id, kind, state,
                          count(*) as runs, sum(bytes_done) as bytes
                        from run where ended_at >= :since
                        group by cast(ended_at at time zone 'UTC' as date), datastore_id, kind, state
                        order by ended_on""")
                .bind("since", endedSince)
                .map((row, context) -> new DayTotal(
                        row.getObject("ended_on", LocalDate.class),
                        row.getString("datastore_id"),
                        RunKind.valueOf(row.getString("kind")),
                        RunState.valueOf(row.getString("state")),
                        row.getLong("runs"),
                        row.getLong("bytes")))
                .list());
    }
}
