package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.List;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.RunState;
import org.datastoreguard.jobs.Runs.DayTotal;

/** The runs of one kind that ended on one day. */
@Schema(name = "RunDay")
public record RunDayDocument(
        @Schema(description = "In UTC") LocalDate day,
        RunKind kind,
        long succeeded,
        long succeededWithWarnings,
        long failed,
        long cancelled,
        long bytesDone) {
    /** @param totals all of that day and kind */
    public static RunDayDocument of(LocalDate day, RunKind kind, List<DayTotal> totals) {
        return new RunDayDocument(
                day,
                kind,
                runs(totals, RunState.SUCCEEDED),
                runs(totals, RunState.SUCCEEDED_WITH_WARNINGS),
                runs(totals, RunState.FAILED),
                runs(totals, RunState.CANCELLED),
                totals.stream().mapToLong(DayTotal::bytesDone).sum());
    }

    private static long runs(List<DayTotal> totals, RunState state) {
        return totals.stream()
                .filter(total -> total.state() == state)
                .mapToLong(DayTotal::runs)
                .sum();
    }
}
