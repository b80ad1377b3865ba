package org.datastoreguard.replication;

import java.time.Duration;
import java.util.function.Consumer;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;

/** A machine whose {@code date} goes ahead. */
record Ahead(Nas nas, Duration by) implements Nas {
    @Override
    public NasSystem system() {
        return nas.system();
    }

    @Override
    public Output run(Script script, Duration deadline) {
        String date = "date() { echo $(($(command date +%s) + " + by.toSeconds() + ")); }\n";
        return nas.run(new Script(script.name(), date + script.body(), script.arguments(), script.input()), deadline);
    }

    @Override
    public Execution start(Script script, Consumer<Line> onLine) {
        return nas.start(script, onLine);
    }

    @Override
    public String commandLine(Script script) {
        return nas.commandLine(script);
    }
}
