package org.datastoreguard.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

class PostgresStoreTest extends StoreContract {
    private @Nullable EmbeddedPostgres postgres;

    @Override
    DatabaseSettings settings() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.start();
            postgres = started;
            return new DatabaseSettings(started.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
