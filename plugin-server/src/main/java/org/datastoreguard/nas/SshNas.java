package org.datastoreguard.nas;

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
    private final SecureRandom random = new SecureRandom();

    SshNas(NasSystem system, SshConnection connection, Channels channels) {
        this.system = system;
        this.connection = connection;
        this.channels = channels;
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

    private SshExecution begin(Script script, Consumer<Line> onLine, int maxLine, Channels.Permit permit) {
        byte[] input = CommandLine.joined(script.input()).getBytes(StandardCharsets.UTF_8);
        String marker = "datastore-guard:" + nonce();
        try {
            String line = CommandLine.leashed(script, system.sudo(), marker, input.length);
            SshExecution execution = connection.open(channel -> new SshExecution(
                    script.name() + " on " + system.name(),
                    channel,
                    line,
                    new MarkedOutput.Format(marker, maxLine),
                    onLine));
            execution.whenOver(permit::release);
            execution.send(input);
            return execution;
        } catch (RuntimeException e) {
            permit.release();
            throw e;
        }
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
