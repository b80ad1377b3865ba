package org.datastoreguard.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and as whom.
 *
 * @param url JDBC URL of H2 or PostgreSQL
 */
public record DatabaseSettings(
        String url, @Nullable String user, @Nullable String password) {
    private static final String H2_OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            // A commit must be in the file when the method returns, not half a second later.
            + ";WRITE_DELAY=0"
            // The server closes the database itself, after everything that still writes has ended.
            + ";DB_CLOSE_ON_EXIT=FALSE";

    /** The embedded default: one H2 file, nothing to install. */
    public static DatabaseSettings embedded(Path file) {
        return new DatabaseSettings("jdbc:h2:file:" + file.toAbsolutePath() + H2_OPTIONS, "sa", "");
    }

    boolean isEmbedded() {
        return url.startsWith("jdbc:h2:");
    }

    /** Keeps the password out of logs; a URL may carry one too. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + url.replaceAll("[?;].*", "") + "]";
    }
}
