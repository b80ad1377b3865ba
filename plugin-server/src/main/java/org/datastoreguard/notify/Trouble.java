package org.datastoreguard.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong and that was told.
 *
 * @param code an error's code, or the stage of a concern; told again when it changes
 * @param over the title of what is told of a concern when it is over; null for nothing, and for runs
 */
public record Trouble(
        String subject,
        String code,
        Level level,
        Instant toldAt,
        @Nullable String over) {}
