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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.datastoreguard.api.document.RunDayDocument;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.jobs.RunKind;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.jobs.Runs.DayTotal;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** How much was done from day to day. */
@Path("run-days")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunDaysResource {
    private static final int USUAL = 14;
    private static final int MOST = 90;

    private final Runs runs;
    private final Clock clock;

    @Inject
    public RunDaysResource(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(summary = "Add up the runs that ended on each of the last days, as far as the caller may see them")
    public Page<RunDayDocument> listRunDays(
            @Schema(description = "From 1 to 90, today included; default 14") @QueryParam("days") @Nullable String days,
            @Context SecurityContext security) {
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .minusDays(QueryRules.upTo("days", days, USUAL, MOST) - 1L);
        List<DayTotal> visible = Rights.of(security)
                .visible(
                        runs.totals(first.atStartOfDay().toInstant(ZoneOffset.UTC)),
                        total -> Places.of(total.datastoreId()));
        Map<LocalDate, Map<RunKind, List<DayTotal>>> byDay = visible.stream()
                .collect(Collectors.groupingBy(
                        DayTotal::day,
                        TreeMap::new,
                        Collectors.groupingBy(
                                DayTotal::kind, () -> new EnumMap<>(RunKind.class), Collectors.toList())));
        List<RunDayDocument> documents = new ArrayList<>();
        byDay.forEach(
                (day, kinds) -> kinds.forEach((kind, totals) -> documents.add(RunDayDocument.of(day, kind, totals))));
        return new Page<>(documents, null);
    }
}
