package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.util.List;
import org.datastoreguard.snapshot.SnapshotTask;
import org.jspecify.annotations.Nullable;

/** A periodic snapshot task. Absent members take the defaults shown. */
@Schema(name = "SnapshotTask")
public record SnapshotTaskDocument(
        @Schema(accessMode = Schema.AccessMode.READ_ONLY) @Nullable
        String id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 80, example = "Every 15 minutes") @Nullable
        String name,

        @Schema(
                description = "The datastore to protect; give this or source",
                example = "urn:vmomi:Datastore:datastore-11:GUID")
        @Nullable
        String datastoreId,

        @Nullable SnapshotSource source,

        @Schema(defaultValue = "false", description = "Child datasets too, at the same instant") @Nullable
        Boolean recursive,

        @Schema(
                description =
                        "Full names of datasets left out with all below them, or patterns with * and ?; with recursive only")
        @Nullable
        List<String> exclude,

        @Schema(description = "How long a snapshot is kept; absent for ever") @Nullable
        LifetimeDocument lifetime,

        @Schema(description = "When it runs, as cron fields; give this or interval") @Nullable
        CronDocument schedule,

        @Schema(
                description = "When it runs, the simple way: ISO-8601 duration, from PT1M; give this or schedule",
                example = "PT15M")
        @Nullable
        String interval,

        @Schema(
                description = "With interval: the days it runs on; absent for all. With a window across midnight, the"
                        + " day the window opens")
        @Nullable
        List<DayOfWeek> weekdays,

        @Schema(description = "Earliest start, HH:mm, included; absent with end for all day", example = "22:00")
        @Nullable
        String begin,

        @Schema(
                description = "Latest start, HH:mm, included; before begin when the window crosses midnight",
                example = "06:00")
        @Nullable
        String end,

        @Schema(defaultValue = "UTC", description = "IANA zone of schedule and window", example = "Europe/Berlin")
        @Nullable
        String timeZone,

        @Schema(defaultValue = "auto-%Y-%m-%d_%H-%MZ", description = "strftime-like, from year to minute, in UTC")
        @Nullable
        String namingSchema,

        @Schema(defaultValue = "true", description = "Take a snapshot even when nothing changed") @Nullable
        Boolean allowEmpty,

        @Schema(defaultValue = "false", description = "Quiesce the virtual machines first") @Nullable
        Boolean vmConsistent,

        @Schema(defaultValue = "CONTINUE", description = "What to do when a virtual machine cannot be quiesced")
        SnapshotTask.@Nullable OnVmFailure onVmFailure,

        @Schema(
                defaultValue = "true",
                description = "Run a slot once on return that was missed while the server was down")
        @Nullable
        Boolean catchUp,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(accessMode = Schema.AccessMode.READ_ONLY, description = "Also the ETag; send it as If-Match to change")
        @Nullable
        Long version) {}
