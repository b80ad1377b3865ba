package org.datastoreguard.faults;

import java.nio.file.Path;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.Machine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is common to the tests that break something in the middle of a transfer: one server, and machines mended after each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Faults {
    /** Of what is sent; large enough to be caught in the middle. */
    static final long SIZE = 8L << 20;

    final Lab lab;
    final Machine nas1;
    final Machine nas2;
    private ReplicatingServer server;

    Faults(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.nas2 = lab.nas2();
    }

    final ReplicatingServer server() {
        return server;
    }

    @BeforeAll
    final void startServer(@TempDir Path directory) throws Exception {
        server = ReplicatingServer.start(lab, directory);
    }

    @AfterAll
    final void stopServer() {
        server.close();
    }

    /** Puts back what a test took away from the machines; called after each. */
    void mend() {}

    @AfterEach
    final void tidy() {
        mend();
        HeldStream.tidy(nas1);
    }
}
