package org.datastoreguard.replication;

import java.util.function.Consumer;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas;

/**
 * Sender and receiver of one relayed stream, seen as one. What a shell says of its pipe in the other ways is said here: how the
 * receiver ended, and a sender that could not tell any more since the receiver had gone. Thread-safe.
 */
record RelayExecution(Nas.Execution source, Nas.Reception target, Consumer<Nas.Line> onLine) implements Nas.Execution {
    /** What a shell reports for a process that a signal ended. */
    private static final int KILLED = 128;

    /** The sender's end ends the stream, and the end of the stream ends the receiver. */
    @Override
    public int await() throws InterruptedException {
        GuardException lost = null;
        try {
            tellIfKilled(source.await());
        } catch (GuardException e) {
            lost = e;
        }
        int delivered = target.await();
        tell("delivered", delivered);
        if (lost != null) {
            throw lost;
        }
        return delivered;
    }

    /** The receiver first: while it reads nothing, the sender's connection may be waiting for it. */
    @Override
    public void kill() {
        target.kill();
        source.kill();
    }

    private void tellIfKilled(int status) {
        if (status >= KILLED) {
            tell("sent", status);
        }
    }

    private void tell(String stage, int status) {
        onLine.accept(new Nas.Line(TransferScripts.MARK + stage + "\t" + status, false));
    }
}
