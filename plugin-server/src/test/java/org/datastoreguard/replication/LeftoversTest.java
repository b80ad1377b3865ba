package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes of this machine, started as sshd starts a script. */
@Timeout(60)
class LeftoversTest {
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void whatCarriesTheExactNameIsEndedAndNothingElse() throws Exception {
        Process own = leader("datastore-guard:left-1");
        Process longer = leader("datastore-guard:left-11");
        Process other = leader("datastore-guard:left-2");

        assertThat(end("datastore-guard:left-1")).isZero();

        assertThat(own.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(longer.isAlive()).isTrue();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void whereNothingIsLeftTheRestOfTheScriptGoesOn() throws Exception {
        assertThat(end("datastore-guard:left-3")).isZero();
    }

    private Process leader(String name) throws IOException {
        Process process = new ProcessBuilder("setsid", "sh", "-c", "echo up; sleep 600; :", name, "text").start();
        processes.add(process);
        process.inputReader().readLine();
        return process;
    }

    /** As in life, the name stands within the script's text, not as an argument of its shell. */
    private static int end(String name) throws Exception {
        return new ProcessBuilder("sh", "-c", "set -- '" + name + "' rest\n" + Leftovers.END + "[ \"$*\" = rest ]\n")
                .inheritIO()
                .start()
                .waitFor();
    }
}
