package org.datastoreguard.api.document;

import io.swagger.v3.oas.annotations.media.Schema;
import org.datastoreguard.schedule.Lifetime;
import org.jspecify.annotations.Nullable;

/** How long snapshots are kept; months and years are calendar ones. */
@Schema(name = "Lifetime")
public record LifetimeDocument(
        @Schema(minimum = "1", maximum = "9999", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Integer value,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Lifetime.@Nullable Unit unit) {
    static LifetimeDocument of(Lifetime lifetime) {
        return new LifetimeDocument(lifetime.value(), lifetime.unit());
    }

    @Nullable
    Lifetime toLifetime(String field, FormErrors errors) {
        errors.required(field + ".value", value);
        errors.required(field + ".unit", unit);
        return value == null || unit == null ? null : errors.check(field, () -> new Lifetime(value, unit));
    }
}
