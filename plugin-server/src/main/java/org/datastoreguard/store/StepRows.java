package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datastoreguard.jobs.Run;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The steps of runs as rows of their own. A run over many datasets has thousands and is saved twice a second, so only
 * the steps that changed are written.
 */
final class StepRows {
    private StepRows() {}

    static void save(Handle handle, String runId, List<Run.Step> steps) {
        Map<Integer, Run.Step> stored = new HashMap<>();
        stored(handle, List.of(runId)).getOrDefault(runId, List.of()).forEach(step -> stored.put(step.number(), step));
        List<Run.Step> added = new ArrayList<>();
        List<Run.Step> changed = new ArrayList<>();
        for (Run.Step step : steps) {
            Run.Step before = stored.remove(step.number());
            if (before == null) {
                added.add(step);
            } else if (!before.equals(step)) {
                changed.add(step);
            }
        }
        insert(handle, runId, added);
        update(handle, runId, changed);
        // What is left is from an attempt before: this one planned fewer steps.
        delete(handle, runId, List.copyOf(stored.keySet()));
    }

    private static void insert(Handle handle, String runId, List<Run.Step> steps) {
        write(handle, """
                insert into run_step (run_id, step_number, dataset, from_snapshot, to_snapshot, state, bytes_done,
                  bytes_total)
                values (:runId, :number, :dataset, :from, :to, :state, :bytesDone, :bytesTotal)""", runId, steps);
    }

    private static void update(Handle handle, String runId, List<Run.Step> steps) {
        write(handle, """
                update run_step set dataset = :dataset, from_snapshot = :from, to_snapshot = :to, state = :state,
                  bytes_done = :bytesDone, bytes_total = :bytesTotal
                where run_id = :runId and step_number = :number""", runId, steps);
    }

    private static void write(Handle handle, String sql, String runId, List<Run.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(sql);
        for (Run.Step step : steps) {
            batch.bind("runId", runId)
                    .bind("number", step.number())
                    .bind("dataset", step.dataset())
                    .bind("from", step.from())
                    .bind("to", step.to())
                    .bind("state", step.state().name())
                    .bind("bytesDone", step.bytesDone())
                    .bind("bytesTotal", step.bytesTotal())
                    .add();
        }
        batch.execute();
    }

    private static void delete(Handle handle, String runId, List<Integer> numbers) {
        if (!numbers.isEmpty()) {
            handle.createUpdate("delete from run_step where run_id = :runId and step_number in (<numbers>)")
                    .bind("runId", runId)
                    .bindList("numbers", numbers)
                    .execute();
        }
    }

    /** The runs with their steps, in the order given. */
    static List<Run> attach(Handle handle, List<Run> runs) {
        Map<String, List<Run.Step>> steps =
                stored(handle, runs.stream().map(Run::id).toList());
        return runs.stream()
                .map(run -> RunRow.withSteps(run, steps.getOrDefault(run.id(), List.of())))
                .toList();
    }

    private static Map<String, List<Run.Step>> stored(Handle handle, List<String> runIds) {
        Map<String, List<Run.Step>> steps = new HashMap<>();
        if (runIds.isEmpty()) {
            return steps;
        }
        handle.createQuery("select * from run_step where run_id in (<runIds>) order by run_id, step_number")
                .bindList("runIds", runIds)
                .map((row, context) -> steps.computeIfAbsent(row.getString("run_id"), id -> new ArrayList<>())
                        .add(step(row)))
                .list();
        return steps;
    }

    private static Run.Step step(ResultSet row) throws SQLException {
        return new Run.Step(
                row.getInt("step_number"),
                row.getString("dataset"),
                row.getString("from_snapshot"),
                row.getString("to_snapshot"),
                Run.StepState.valueOf(row.getString("state")),
                row.getLong("bytes_done"),
                row.getLong("bytes_total"));
    }
}
