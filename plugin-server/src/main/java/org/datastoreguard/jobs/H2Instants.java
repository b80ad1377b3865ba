package org.datastoreguard.jobs;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;

/**
 * db-scheduler has no dialect for H2, and its default one binds instants as local time, which is ambiguous for an hour
 * each autumn wherever the server does not run in UTC.
 */
final class H2Instants extends DefaultJdbcCustomization {
    private H2Instants() {
        super(false);
    }

    /** Present when the database is H2. */
    static Optional<H2Instants> ofH2(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
            return h2 ? Optional.of(new H2Instants()) : Optional.empty();
        } catch (SQLException e) {
            throw new GuardException(ErrorCode.DATABASE_UNAVAILABLE, "The database cannot be reached", e);
        }
    }

    @Override
    public String getName() {
        return "H2";
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value.atOffset(ZoneOffset.UTC));
        }
    }

    @Override
    public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
