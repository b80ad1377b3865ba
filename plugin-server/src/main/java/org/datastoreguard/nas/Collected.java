package org.datastoreguard.nas;

import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas.Line;

/** Gathers a short script's lines, up to a bound: no machine may fill this server's memory. */
final class Collected implements Consumer<Line> {
    private final String name;
    private final int max;
    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();

    Collected(String name, int max) {
        this.name = name;
        this.max = max;
    }

    @Override
    public synchronized void accept(Line line) {
        (line.fromStderr() ? stderr : stdout).append(line.text()).append('\n');
        if (stdout.length() + stderr.length() > max) {
            throw new GuardException(
                    ErrorCode.NAS_ANSWER_UNREADABLE, name + " answered more than " + (max >> 20) + " MiB");
        }
    }

    synchronized Output output(int status) {
        return new Output(status, stdout.toString(), stderr.toString());
    }
}
