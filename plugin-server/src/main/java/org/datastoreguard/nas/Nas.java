package org.datastoreguard.nas;

import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One storage machine, reached over one persistent SSH session with at most eight channels. Thread-safe.
 *
 * <p>All methods throw {@link org.datastoreguard.error.GuardException} with a {@code NAS_*} code when the machine cannot
 * be talked to; a script that ends with another status than 0 is an {@link Output}, not an exception.
 */
public interface Nas {
    NasSystem system();

    /** Runs a short script to its end; after {@code deadline} it is killed: NAS_COMMAND_TIMEOUT. */
    Output run(Script script, Duration deadline);

    /**
     * Starts a long script. Its processes end when the connection does: a lost server leaves nothing running.
     *
     * @param onLine receives each line of stdout and stderr as it comes, on the connection's thread
     */
    Execution start(Script script, Consumer<Line> onLine);

    /**
     * Starts a long script whose stdout is a stream of bytes, over a connection of its own: when {@code stream} takes no
     * more, the script waits, and nothing else does. {@link Execution#await} returns when the script is over and {@code
     * stream} has all it wrote.
     *
     * @param stream written to by the connection's thread, and closed when no more comes, however the script ended; when
     *     writing fails, the script is ended
     * @param onLine receives each line of stderr
     */
    Execution send(Script script, OutputStream stream, Consumer<Line> onLine);

    /**
     * Starts a long script whose stdin is a stream of bytes, over a connection of its own. Its processes end when the
     * connection does.
     *
     * @param script has no input, since stdin is the stream
     * @param onLine receives each line of stdout, and each of stderr that is not empty
     */
    Reception receive(Script script, Consumer<Line> onLine);

    /** The command line that runs {@code script} in this machine's login shell, for one machine to give to another. */
    String commandLine(Script script);

    /** @param fromStderr which stream the line came from */
    record Line(String text, boolean fromStderr) {}

    /** A script under way. Thread-safe. */
    interface Execution {
        /** Waits for the end and returns the exit status. @throws org.datastoreguard.error.GuardException NAS_CONNECTION_LOST */
        int await() throws InterruptedException;

        /** Ends the script and all processes it started. Returns at once; {@link #await} then ends too. */
        void kill();
    }

    /** A script under way that reads a stream. */
    interface Reception extends Execution {
        /** The script's stdin: writing waits while the script reads nothing, and fails once the script is over. */
        OutputStream stream();
    }
}
