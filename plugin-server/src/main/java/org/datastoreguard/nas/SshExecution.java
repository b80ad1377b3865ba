package org.datastoreguard.nas;

import com.jcraft.jsch.ChannelExec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.nas.Nas.Line;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leashed script on one channel. It is over when both its streams came to their end marker (a stream of data just to its
 * end), or when the channel closed without: then it was killed, or the connection broke. No thread of its own, no polling:
 * the connection's thread brings all news.
 */
final class SshExecution implements Nas.Reception {
    private static final Logger LOG = LoggerFactory.getLogger(SshExecution.class);

    /** What a shell reports for a process that TERM ended. */
    private static final int KILLED_STATUS = 143;

    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final String title;
    private final ChannelExec channel;
    private final Consumer<Line> onLine;
    private final MarkedOutput.Format format;
    private final MarkedOutput stderr;
    private volatile Supplier<String> stdoutPreamble = () -> "";
    private @Nullable OutputStream stdin;
    private @Nullable Integer statusSeen;
    private int partsOver;
    private volatile boolean killed;

    /** @param title script and machine, for messages */
    SshExecution(String title, ChannelExec channel, MarkedOutput.Format format, Consumer<Line> onLine) {
        this.title = title;
        this.channel = channel;
        this.onLine = onLine;
        this.format = format;
        this.stderr = new MarkedOutput(format, new Stream(true));
        channel.setErrStream(stderr);
    }

    /** Prepares the channel for a command whose stdout is lines between markers. */
    SshExecution lines(String commandLine) {
        MarkedOutput stdout = new MarkedOutput(format, new Stream(false));
        return prepared(commandLine, stdout, stdout::preamble);
    }

    /** Prepares the channel for a command whose stdout is a stream of data behind a begin marker. */
    SshExecution streaming(String commandLine, OutputStream stream) {
        StreamOutput stdout = new StreamOutput(format.marker(), stream, new StreamOutput.Reader() {
            @Override
            public void refused(IOException why) {
                LOG.debug("What {} sends is not taken any more", title, why);
                kill();
            }

            @Override
            public void passed() {
                partOver();
            }
        });
        return prepared(commandLine, stdout, stdout::preamble);
    }

    private SshExecution prepared(String commandLine, OutputStream stdout, Supplier<String> preamble) {
        stdoutPreamble = preamble;
        channel.setOutputStream(stdout);
        channel.setCommand(commandLine.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public synchronized OutputStream stream() {
        try {
            OutputStream known = stdin == null ? new ChannelInput(channel) : stdin;
            stdin = known;
            return known;
        } catch (IOException e) {
            throw lost("nothing can be sent to it", e);
        }
    }

    /** Sends the script's input; stdin then stays open as the leash. */
    void send(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            stream().write(input);
            stream().flush();
        } catch (IOException e) {
            channel.disconnect();
            throw lost("its input could not be sent", e);
        }
    }

    /** Runs {@code action} on another's thread once the script is over, however it ended. */
    void whenOver(Runnable action) {
        end.whenCompleteAsync((status, error) -> action.run());
    }

    @Override
    public int await() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw asGuard(e);
        } finally {
            disconnectIfOver();
        }
    }

    /** @throws GuardException NAS_COMMAND_TIMEOUT after {@code deadline}, when the script has been killed */
    int await(Duration deadline) throws InterruptedException {
        try {
            return end.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new GuardException(
                    ErrorCode.NAS_COMMAND_TIMEOUT,
                    title + " did not end within " + deadline.toSeconds() + " s and was ended",
                    e);
        } catch (ExecutionException e) {
            throw asGuard(e);
        } finally {
            kill();
        }
    }

    @Override
    public void kill() {
        killed = true;
        channel.disconnect();
    }

    /** Ends the script with an error of ours. */
    void fail(GuardException error) {
        end.completeExceptionally(error);
        kill();
    }

    private void disconnectIfOver() {
        if (end.isDone()) {
            channel.disconnect();
        }
    }

    private synchronized void endMarker(int status) {
        statusSeen = status;
        partOver();
    }

    private synchronized void partOver() {
        partsOver++;
        if (partsOver == 2 && statusSeen != null) {
            end.complete(statusSeen);
        }
    }

    private synchronized void channelClosed() {
        int sshStatus = channel.getExitStatus();
        if (statusSeen != null) {
            end.complete(statusSeen);
        } else if (killed) {
            end.complete(KILLED_STATUS);
        } else if (sshStatus >= 0) {
            end.completeExceptionally(notRun(sshStatus));
        } else {
            end.completeExceptionally(lost("the connection broke, or the script was killed there", null));
        }
    }

    /** The shell ended in order, yet our script did not reach its end: it never began, or ended its own shell. */
    private GuardException notRun(int status) {
        String said = (stdoutPreamble.get() + stderr.preamble()).strip();
        return GuardException.ofCommand(
                ErrorCode.NAS_ANSWER_UNREADABLE,
                title + " did not run to its end: the login shell ended with status " + status
                        + (said.isEmpty() ? "" : " and said: " + said),
                said);
    }

    private GuardException lost(String why, @Nullable Exception cause) {
        String message = title + " ended without a result: " + why;
        return cause == null
                ? new GuardException(ErrorCode.NAS_CONNECTION_LOST, message)
                : new GuardException(ErrorCode.NAS_CONNECTION_LOST, message, cause);
    }

    private static GuardException asGuard(ExecutionException e) {
        return e.getCause() instanceof GuardException guard
                ? guard
                : new GuardException(ErrorCode.INTERNAL, String.valueOf(e.getCause()), e);
    }

    private final class Stream implements MarkedOutput.Reader {
        private final boolean isStderr;

        Stream(boolean isStderr) {
            this.isStderr = isStderr;
        }

        /** A listener's mistake must not reach the connection's thread: it would end every other script on it. */
        @Override
        public void line(String text) {
            try {
                onLine.accept(new Line(text, isStderr));
            } catch (GuardException e) {
                fail(e);
            } catch (RuntimeException e) {
                LOG.error("Listener of {} failed", title, e);
                fail(new GuardException(ErrorCode.INTERNAL, "Reading the output of " + title + " failed", e));
            }
        }

        @Override
        public void ended(int status) {
            endMarker(status);
        }

        /** JSch closes stdout at end-of-file already, stderr only with the channel, when the exit status is known. */
        @Override
        public void closed() {
            if (isStderr) {
                channelClosed();
            }
        }
    }
}
