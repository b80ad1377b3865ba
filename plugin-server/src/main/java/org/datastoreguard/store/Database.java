package org.datastoreguard.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The database: a pool of connections to H2 or PostgreSQL whose tables are up to date. Thread-safe.
 *
 * <p>Errors leave as {@link GuardException}: DATABASE_UNAVAILABLE when it cannot be reached, INTERNAL when it refuses.
 */
public final class Database implements AutoCloseable {
    private static final int POOL_SIZE = 10;
    private static final long CONNECT_MILLIS = 5_000;
    private static final int VALID_SECONDS = 2;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String H2_FILE_IN_USE = "90020";

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(Instant.class, new InstantColumn());
    }

    /**
     * Connects and migrates.
     *
     * @throws GuardException DATABASE_UNAVAILABLE, with what to do next
     */
    public static Database open(DatabaseSettings settings) {
        HikariDataSource pool = connect(settings);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:db/migration/common")
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new GuardException(
                    ErrorCode.DATABASE_UNAVAILABLE, "The tables of " + settings + " cannot be brought up to date", e);
        }
    }

    private static HikariDataSource connect(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(settings.isEmbedded() ? 1 : 2);
        config.setConnectionTimeout(CONNECT_MILLIS);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new GuardException(ErrorCode.DATABASE_UNAVAILABLE, unavailable(settings, e), e);
        }
    }

    private static String unavailable(DatabaseSettings settings, RuntimeException e) {
        SQLException reason = sqlCause(e);
        if (reason != null && H2_FILE_IN_USE.equals(reason.getSQLState())) {
            return "The database file is in use: another datastore-guard server runs on this data directory";
        }
        return "The database " + settings + " cannot be reached" + (reason == null ? "" : ": " + reason.getMessage());
    }

    /** For what brings its own SQL, such as the scheduler. */
    public DataSource dataSource() {
        return pool;
    }

    /** Whether a query would be answered now. */
    public boolean answers() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Reads or writes with statements that each stand alone. */
    <T> T call(Function<Handle, T> work) {
        return translated(() -> jdbi.withHandle(work::apply));
    }

    /** Writes all or nothing. */
    <T> T inTransaction(Function<Handle, T> work) {
        return translated(() -> jdbi.inTransaction(work::apply));
    }

    void run(Consumer<Handle> work) {
        translated(() -> {
            jdbi.useHandle(work::accept);
            return true;
        });
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw new GuardException(
                    isConnectionLoss(e) ? ErrorCode.DATABASE_UNAVAILABLE : violationCode(e),
                    "The database refused: "
                            + Optional.ofNullable(sqlCause(e))
                                    .map(SQLException::getMessage)
                                    .orElse(e.getMessage()),
                    e);
        }
    }

    private static ErrorCode violationCode(JdbiException e) {
        SQLException cause = sqlCause(e);
        return cause != null && UNIQUE_VIOLATION.equals(cause.getSQLState())
                ? ErrorCode.NAME_TAKEN
                : ErrorCode.INTERNAL;
    }

    private static boolean isConnectionLoss(JdbiException e) {
        SQLException cause = sqlCause(e);
        String state = cause == null ? null : cause.getSQLState();
        return e instanceof ConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P")));
    }

    private static @Nullable SQLException sqlCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    @Override
    public void close() {
        pool.close();
    }
}
