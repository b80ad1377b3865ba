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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.datastoreguard.api.document.RunHourDocument;
import org.datastoreguard.api.http.Page;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.api.http.Rights;
import org.datastoreguard.jobs.Runs;
import org.datastoreguard.security.Role;
import org.jspecify.annotations.Nullable;

/** How runs went from hour to hour, of those under way too. */
@Path("run-hours")
@Tag(name = "runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunHoursResource {
    private static final int USUAL = 24;
    private static final int MOST = 72;

    private final Runs runs;
    private final Clock clock;

    @Inject
    public RunHoursResource(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @GET
    @Requires(value = Role.VIEW, on = Requires.Where.EACH)
    @Operation(summary = "Count the runs that were opened in each of the last hours, as far as the caller may see them")
    public Page<RunHourDocument> listRunHours(
            @Schema(description = "From 1 to 72, the present one included; default 24") @QueryParam("hours") @Nullable
                    String hours,
            @Context SecurityContext security) {
        Instant first = clock.instant()
                .truncatedTo(ChronoUnit.HOURS)
                .minus(QueryRules.upTo("hours", hours, USUAL, MOST) - 1L, ChronoUnit.HOURS);
        return new Page<>(
                RunHourDocument.addedUp(
                        Rights.of(security).visible(runs.hours(first), hour -> Places.of(hour.datastoreId()))),
                null);
    }
}
