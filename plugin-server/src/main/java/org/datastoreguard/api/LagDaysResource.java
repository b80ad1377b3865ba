package org.datastoreguard.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.datastoreguard.api.document.LagDayDocument;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.jobs.LagHistory;
import org.datastoreguard.replication.ReplicationTask;
import org.datastoreguard.replication.ReplicationTasks;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** How far copies were behind from day to day. */
@Path("lag-days")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
public final class LagDaysResource {
    private static final int USUAL = 14;
    private static final int MOST = 90;

    private final ReplicationTasks tasks;
    private final LagHistory history;
    private final Clock clock;

    @Inject
    public LagDaysResource(ReplicationTasks tasks, LagHistory history, Clock clock) {
        this.tasks = tasks;
        this.history = history;
        this.clock = clock;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(
            summary =
                    "Tell how far the enabled replications that the caller may see were behind on each of the last days",
            description = "Of each replication the largest lag of the day counts. A day without any is left out")
    public Page<LagDayDocument> listLagDays(
            @Schema(description = "From 1 to 90, today included; default 14") @QueryParam("days") @Nullable String days,
            @Context SecurityContext security) {
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minusDays(QueryRules.upTo("days", days, USUAL, MOST) - 1L);
        List<ReplicationTask> visible = Rights.of(security)
                .visible(tasks.all().stream().filter(ReplicationTask::enabled).toList(), Places::of);
        return new Page<>(LagDayDocument.of(visible, history.worst(visible, first)), null);
    }
}
