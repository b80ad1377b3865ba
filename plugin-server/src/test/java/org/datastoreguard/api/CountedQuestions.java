package org.datastoreguard.api;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasConnections;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;

/** Real machines, with a note of each script that was run there. Leaves the sessions open when closed. */
final class CountedQuestions implements NasConnections {
    final List<Script> scripts = new CopyOnWriteArrayList<>();
    private final NasConnections machines;

    CountedQuestions(NasConnections machines) {
        this.machines = machines;
    }

    /** The snapshots that were named one by one since the last time. */
    List<String> namedSnapshots() {
        List<String> names = scripts.stream()
                .flatMap(script -> script.input().stream())
                .filter(line -> line.contains("@"))
                .toList();
        scripts.clear();
        return names;
    }

    @Override
    public Nas nas(String nasSystemId) {
        return new Counted(machines.nas(nasSystemId));
    }

    @Override
    public void close() {}

    private final class Counted implements Nas {
        private final Nas nas;

        Counted(Nas nas) {
            this.nas = nas;
        }

        @Override
        public NasSystem system() {
            return nas.system();
        }

        @Override
        public Output run(Script script, Duration deadline) {
            scripts.add(script);
            return nas.run(script, deadline);
        }

        @Override
        public Execution start(Script script, Consumer<Line> onLine) {
            scripts.add(script);
            return nas.start(script, onLine);
        }

        @Override
        public Execution send(Script script, OutputStream stream, Consumer<Line> onLine) {
            scripts.add(script);
            return nas.send(script, stream, onLine);
        }

        @Override
        public Reception receive(Script script, Consumer<Line> onLine) {
            scripts.add(script);
            return nas.receive(script, onLine);
        }

        @Override
        public String commandLine(Script script) {
            return nas.commandLine(script);
        }
    }
}
