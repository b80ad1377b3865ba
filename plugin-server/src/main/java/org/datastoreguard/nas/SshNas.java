package org.datastoreguard.nas;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** A {@link Nas} over {@link SshConnection}. */
final class SshNas implements Nas {
    private static final int MAX_STREAMED_LINE = 1 << 20;
    private static final int MAX_COLLECTED = 64 << 20;
    private static final int MARKER_BYTES = 12;

    private final NasSystem system;
    private final SshConnection connection;
    private final Channels channels;
    private final StreamConnections streams;
    private final SecureRandom random = new SecureRandom();

    SshNas(NasSystem system, SshConnection connection, Channels channels, StreamConnections streams) {
        this.system = system;
        this.connection = connection;
        this.channels = channels;
        this.streams = streams;
    }

    @Override
    public NasSystem system() {
        return system;
    }

    @Override
    public Output run(Script script, Duration deadline) {
        long until = System.nanoTime() + deadline.toNanos();
        Collected collected = new Collected(script.name(), MAX_COLLECTED);
        try {
            Channels.Permit permit = channels.forShort(deadline);
            SshExecution execution = begin(script, collected, MAX_COLLECTED, permit);
            int status = execution.await(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            return collected.output(status);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public Execution start(Script script, Consumer<Line> onLine) {
        try {
            return begin(script, onLine, MAX_STREAMED_LINE, channels.forLong());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public String commandLine(Script script) {
        return CommandLine.plain(script, system.sudo());
    }

    @Override
    public Execution send(Script script, OutputStream stream, Consumer<Line> onLine) {
        byte[] input = input(script);
        SshExecution execution = overOwnConnection((connection, marker) -> {
            String line = CommandLine.sending(script, system.sudo(), marker, input.length);
            return connection.open(channel -> new SshExecution(
                            title(script), channel, new MarkedOutput.Format(marker, MAX_STREAMED_LINE), onLine)
                    .streaming(line, stream));
        });
        execution.send(input);
        return execution;
    }

    @Override
    public Reception receive(Script script, Consumer<Line> onLine) {
        return overOwnConnection((connection, marker) -> {
            String line = CommandLine.receiving(script, system.sudo(), marker);
            return connection.open(channel -> new SshExecution(
                            title(script),
                            channel,
                            new MarkedOutput.Format(marker, MAX_STREAMED_LINE),
                            withoutFeeler(onLine))
                    .lines(line));
        });
    }

    private static Consumer<Line> withoutFeeler(Consumer<Line> onLine) {
        return line -> {
            if (!line.text().isEmpty() || !line.fromStderr()) {
                onLine.accept(line);
            }
        };
    }

    private interface Begin {
        SshExecution over(SshConnection connection, String marker);
    }

    private SshExecution overOwnConnection(Begin begin) {
        SshConnection own = streams.open();
        try {
            SshExecution execution = begin.over(own, marker());
            execution.whenOver(() -> streams.close(own));
            return execution;
        } catch (RuntimeException e) {
            streams.close(own);
            throw e;
        }
    }

    private SshExecution begin(Script script, Consumer<Line> onLine, int maxLine, Channels.Permit permit) {
        byte[] input = input(script);
        String marker = marker();
        try {
            String line = CommandLine.leashed(script, system.sudo(), marker, input.length);
            SshExecution execution = connection.open(channel -> new SshExecution(
                            title(script), channel, new MarkedOutput.Format(marker, maxLine), onLine)
                    .lines(line));
            execution.whenOver(permit::release);
            execution.send(input);
            return execution;
        } catch (RuntimeException e) {
            permit.release();
            throw e;
        }
    }

    private String title(Script script) {
        return script.name() + " on " + system.name();
    }

    private static byte[] input(Script script) {
        return CommandLine.joined(script.input()).getBytes(StandardCharsets.UTF_8);
    }

    private String marker() {
        return "datastore-guard:" + nonce();
    }

    private String nonce() {
        byte[] bytes = new byte[MARKER_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private GuardException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new GuardException(ErrorCode.CANCELLED, "Interrupted while waiting for " + system.name(), e);
    }
}
