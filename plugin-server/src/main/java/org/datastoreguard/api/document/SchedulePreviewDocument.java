package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schedule as a snapshot task has it, and when it is due next. */
@Schema(name = "SchedulePreview")
public record SchedulePreviewDocument(
        @Schema(description = "Give this or interval") @Nullable
        CronDocument schedule,

        @Schema(example = "PT1H") @Nullable String interval,

        @Schema(description = "With interval; absent: every day") @Nullable
        List<DayOfWeek> weekdays,

        @Schema(example = "22:00") @Nullable String begin,
        @Schema(example = "06:00") @Nullable String end,

        @Schema(defaultValue = "UTC", example = "Europe/Berlin") @Nullable
        String timeZone,

        @Schema(
                accessMode = Schema.AccessMode.READ_ONLY,
                description = "The next five times; fewer when it ends before")
        @Nullable
        List<Instant> next) {
    public SchedulePreviewDocument due(List<Instant> times) {
        return new SchedulePreviewDocument(schedule, interval, weekdays, begin, end, timeZone, times);
    }

    public ScheduleForm.Wish wish() {
        return new ScheduleForm.Wish(schedule, interval, weekdays, begin, end, timeZone);
    }
}
