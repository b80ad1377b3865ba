package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datastoreguard.replication.ReplicationTask;

/** How far replications were behind on one day; of each of them its largest lag of that day counts. */
@Schema(name = "LagDay")
public record LagDayDocument(
        @Schema(description = "In UTC") LocalDate day,
        long worstSeconds,
        String worstTaskId,
        String worstTaskName,
        long medianSeconds,

        @Schema(description = "How many replications had a lag, because something had arrived")
        int replications) {

    private record Lag(ReplicationTask task, Duration length) {}

    /** @param worst by task id */
    public static List<LagDayDocument> of(
            List<ReplicationTask> tasks, Map<String, ? extends Map<LocalDate, Duration>> worst) {
        Map<LocalDate, List<Lag>> days = new TreeMap<>();
        for (ReplicationTask task : tasks) {
            Optional.ofNullable(worst.get(task.id()))
                    .ifPresent(lags -> lags.forEach((day, length) ->
                            days.computeIfAbsent(day, d -> new ArrayList<>()).add(new Lag(task, length))));
        }
        List<LagDayDocument> documents = new ArrayList<>();
        days.forEach((day, lags) -> documents.add(of(day, lags)));
        return documents;
    }

    private static LagDayDocument of(LocalDate day, List<Lag> lags) {
        lags.sort(Comparator.comparing(Lag::length));
        Lag worst = lags.get(lags.size() - 1);
        return new LagDayDocument(
                day,
                worst.length().toSeconds(),
                worst.task().id(),
                worst.task().name(),
                (lags.get((lags.size() - 1) / 2).length().toSeconds()
                                + lags.get(lags.size() / 2).length().toSeconds())
                        / 2,
                lags.size());
    }
}
