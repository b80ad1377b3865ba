package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.RunTrigger;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A run as a row of the table {@code run}, without its steps. */
final class RunRow {
    private RunRow() {}

    static <S extends SqlStatement<S>> S bind(S statement, Run run) {
        return bindError(statement, run.error())
                .bind("id", run.id())
                .bind("kind", run.kind().name())
                .bind("taskId", run.taskId())
                .bind("taskName", run.taskName())
                .bind("datastoreId", run.datastoreId())
                .bind("state", run.state().name())
                .bind("waitingFor", Text.storable(run.waitingFor()))
                .bind("openedBy", run.trigger().name())
                .bindByType("slot", run.slot(), Instant.class)
                .bind("createdAt", run.createdAt())
                .bindByType("startedAt", run.startedAt(), Instant.class)
                .bindByType("endedAt", run.endedAt(), Instant.class)
                .bind("bytesDone", run.bytesDone())
                .bind("bytesTotal", run.bytesTotal())
                .bindByType("bytesPerSecond", run.bytesPerSecond(), Long.class)
                .bind("warnings", Json.write(run.warnings()))
                .bind("attempt", run.attempt())
                .bind("nodeId", run.nodeId());
    }

    private static <S extends SqlStatement<S>> S bindError(S statement, Run.@Nullable Failure error) {
        return statement
                .bind("errorCode", error == null ? null : error.code().name())
                .bind("errorTemporary", error == null ? null : (Boolean) error.temporary())
                .bind("errorMessage", error == null ? null : Text.storable(error.message()))
                .bind("errorStderr", error == null ? null : Text.storable(error.stderr()));
    }

    static Run read(ResultSet row, StatementContext context) throws SQLException {
        return new Run(
                row.getString("id"),
                RunKind.valueOf(row.getString("kind")),
                row.getString("task_id"),
                row.getString("task_name"),
                row.getString("datastore_id"),
                RunState.valueOf(row.getString("state")),
                row.getString("waiting_for"),
                RunTrigger.valueOf(row.getString("opened_by")),
                InstantColumn.read(row, "slot"),
                InstantColumn.require(row, "created_at"),
                InstantColumn.read(row, "started_at"),
                InstantColumn.read(row, "ended_at"),
                List.of(),
                row.getLong("bytes_done"),
                row.getLong("bytes_total"),
                row.getObject("bytes_per_second", Long.class),
                Json.readTexts(row.getString("warnings")),
                error(row),
                row.getInt("attempt"),
                row.getString("node_id"));
    }

    private static Run.@Nullable Failure error(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new Run.Failure(
                        ErrorCode.valueOf(code),
                        row.getBoolean("error_temporary"),
                        row.getString("error_message"),
                        row.getString("error_stderr"));
    }

    static Run withSteps(Run run, List<Run.Step> steps) {
        return new Run(
                run.id(),
                run.kind(),
                run.taskId(),
                run.taskName(),
                run.datastoreId(),
                run.state(),
                run.waitingFor(),
                run.trigger(),
                run.slot(),
                run.createdAt(),
                run.startedAt(),
                run.endedAt(),
                steps,
                run.bytesDone(),
                run.bytesTotal(),
                run.bytesPerSecond(),
                run.warnings(),
                run.error(),
                run.attempt(),
                run.nodeId());
    }
}
