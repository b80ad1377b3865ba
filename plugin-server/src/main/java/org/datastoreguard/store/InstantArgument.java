package org.datastoreguard.store;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Writes an instant as UTC. The usual way through {@code java.sql.Timestamp} goes by the server's own time zone, where
 * one hour a year exists twice.
 */
final class InstantArgument extends AbstractArgumentFactory<Instant> {
    InstantArgument() {
        super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
        // Both databases keep microseconds; they round differently, so nothing is left to round.
        var utc = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return (position, statement, context) -> statement.setObject(position, utc);
    }
}
