package org.datastoreguard.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends StoreContract {
    @TempDir
    static Path directory;

    @Override
    DatabaseSettings settings() {
        return DatabaseSettings.embedded(directory.resolve("guard"));
    }
}
