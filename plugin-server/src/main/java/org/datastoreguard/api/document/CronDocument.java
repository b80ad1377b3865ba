package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.schedule.CronFields;
import org.jspecify.annotations.Nullable;

/** The five fields of cron; an absent minute is 0, any other absent field is {@code *}. */
@Schema(name = "Cron")
public record CronDocument(
        @Schema(defaultValue = "0", example = "*/15") @Nullable
        String minute,

        @Schema(defaultValue = "*") @Nullable String hour,
        @Schema(defaultValue = "*") @Nullable String dayOfMonth,
        @Schema(defaultValue = "*") @Nullable String month,

        @Schema(defaultValue = "*", example = "MON-FRI") @Nullable
        String dayOfWeek) {
    static CronDocument of(CronFields fields) {
        return new CronDocument(
                fields.minute(), fields.hour(), fields.dayOfMonth(), fields.month(), fields.dayOfWeek());
    }

    CronFields toFields() {
        return new CronFields(
                orElse(minute, "0"),
                orElse(hour, "*"),
                orElse(dayOfMonth, "*"),
                orElse(month, "*"),
                orElse(dayOfWeek, "*"));
    }

    private static String orElse(@Nullable String text, String standard) {
        return text == null || text.isBlank() ? standard : text.strip();
    }
}
