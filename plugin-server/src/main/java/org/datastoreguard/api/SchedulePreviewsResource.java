package org.datastoreguard.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.api.document.Documents;
import org.datastoreguard.api.document.FormErrors;
import org.datastoreguard.api.document.ScheduleForm;
import org.datastoreguard.api.document.SchedulePreviewDocument;
import org.datastoreguard.api.http.Requires;
import org.datastoreguard.schedule.TaskSchedule;
import org.jspecify.annotations.Nullable;

/** What a schedule means, before a task has it. */
@Path("schedule-previews")
@Tag(name = "snapshot tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class SchedulePreviewsResource {
    private static final int SHOWN = 5;

    private final Clock clock;
    private final Documents documents;

    @Inject
    public SchedulePreviewsResource(Clock clock, Documents documents) {
        this.clock = clock;
        this.documents = documents;
    }

    @POST
    @Requires(on = Requires.Where.ANYWHERE)
    @Operation(summary = "When a schedule would be due next; keeps nothing")
    public SchedulePreviewDocument previewSchedule(
            @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = SchedulePreviewDocument.class)))
                    @Nullable
                    JsonNode body) {
        FormErrors errors = new FormErrors();
        SchedulePreviewDocument wanted = documents.create(body, SchedulePreviewDocument.class, errors);
        TaskSchedule schedule = ScheduleForm.read(wanted.wish(), errors);
        errors.throwIfAny();
        return wanted.due(next(requireNonNull(schedule)));
    }

    private List<Instant> next(TaskSchedule schedule) {
        List<Instant> next = new ArrayList<>();
        Optional<Instant> slot = schedule.nextSlot(clock.instant());
        while (slot.isPresent() && next.size() < SHOWN) {
            next.add(slot.get());
            slot = schedule.nextSlot(slot.get());
        }
        return next;
    }
}
