package org.datastoreguard.jobs;

import java.nio.file.Path;
import java.util.UUID;
import org.datastoreguard.store.DatabaseSettings;
import org.junit.jupiter.api.io.TempDir;

class H2JobsTest extends JobsContract {
    @TempDir
    static Path directory;

    @Override
    DatabaseSettings freshDatabase() {
        return DatabaseSettings.embedded(directory.resolve(UUID.randomUUID().toString()));
    }
}
