package org.datastoreguard.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads what {@link InstantArgument} wrote. */
final class InstantColumn implements ColumnMapper<Instant> {
    @Override
    public @Nullable Instant map(ResultSet row, int column, StatementContext context) throws SQLException {
        return instant(row.getObject(column, OffsetDateTime.class));
    }

    static @Nullable Instant read(ResultSet row, String column) throws SQLException {
        return instant(row.getObject(column, OffsetDateTime.class));
    }

    /** For a column that is never null. */
    static Instant require(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
