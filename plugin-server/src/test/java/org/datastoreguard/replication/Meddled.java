package org.datastoreguard.replication;

import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.NasSystem;
import org.datastoreguard.nas.Output;
import org.datastoreguard.nas.Script;

/** A real machine whose every script finds a shell function defined that spoils something. */
record Meddled(Nas real, String functions) implements Nas {
    /** A machine that seems to lack programs. @param tools a pattern of {@code case}, such as {@code pv|pigz} */
    static Nas without(Nas real, String tools) {
        return new Meddled(
                real, "command() { case $2 in " + tools + ") return 1 ;; esac; type \"$2\" >/dev/null 2>&1; }\n");
    }

    /** A machine whose {@code zfs recv} says that all is well and does nothing. */
    static Nas receivingNothing(Nas real) {
        return receiving(real, "true");
    }

    /** A machine whose {@code zfs recv} does as {@code words} of shell say. */
    static Nas receiving(Nas real, String words) {
        return new Meddled(real, "zfs() { if [ \"$1\" = recv ]; then " + words + "; else command zfs \"$@\"; fi; }\n");
    }

    private Script meddled(Script script) {
        return new Script(script.name(), functions + script.body(), script.arguments(), script.input());
    }

    @Override
    public NasSystem system() {
        return real.system();
    }

    @Override
    public Output run(Script script, Duration deadline) {
        return real.run(meddled(script), deadline);
    }

    @Override
    public Execution start(Script script, Consumer<Line> onLine) {
        return real.start(meddled(script), onLine);
    }

    @Override
    public Execution send(Script script, OutputStream stream, Consumer<Line> onLine) {
        return real.send(meddled(script), stream, onLine);
    }

    @Override
    public Reception receive(Script script, Consumer<Line> onLine) {
        return real.receive(meddled(script), onLine);
    }

    @Override
    public String commandLine(Script script) {
        return real.commandLine(meddled(script));
    }
}
