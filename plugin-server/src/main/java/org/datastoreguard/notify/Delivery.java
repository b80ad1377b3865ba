package org.datastoreguard.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.Errands;
import org.datastoreguard.notify.Outbox.Pending;
import org.datastoreguard.notify.Outbox.Problem;
import org.datastoreguard.notify.Outbox.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a channel what waits for it, when its time has come. What was sent and could not be noted any more, because the
 * server died, is sent once more. Thread-safe; one channel is for one server at a time.
 */
public final class Delivery implements Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int MOST_AT_ONCE = 5000;
    /** Runs and deliveries share the scheduler's threads: mail servers that hang must not take many of them. */
    private static final int SIDE_BY_SIDE = 2;

    private static final Duration NO_TURN = Duration.ofSeconds(5);

    private final Channels channels;
    private final Outbox outbox;
    private final Postman postman;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(SIDE_BY_SIDE);

    public Delivery(Channels channels, Outbox outbox, Postman postman, Clock clock) {
        this.channels = channels;
        this.outbox = outbox;
        this.postman = postman;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> perform(String channelId) {
        Optional<Channel> channel = channels.find(channelId).filter(Channel::enabled);
        if (channel.isEmpty()) {
            return Optional.empty();
        }
        if (!turns.tryAcquire()) {
            return Optional.of(clock.instant().plus(NO_TURN));
        }
        try {
            return tell(channel.get());
        } finally {
            turns.release();
        }
    }

    private Optional<Instant> tell(Channel channel) {
        Instant now = clock.instant();
        outbox.drop(channel.id(), now.minus(Timing.TOO_LATE));
        Optional<Instant> due = due(channel);
        if (due.isEmpty() || due.get().isAfter(now)) {
            return due;
        }
        List<Pending> pending = outbox.pending(channel.id(), MOST_AT_ONCE);
        long dropped = outbox.state(channel.id()).dropped();
        Message message =
                Message.of(channel, pending.stream().map(Pending::event).toList(), dropped, now);
        List<String> refused;
        try {
            refused =
                    postman.send(channel.target(), channels.secret(channel.id()).orElse(null), message);
        } catch (GuardException e) {
            failed(channel, e);
            return due(channel);
        }
        outbox.sent(channel.id(), pending, clock.instant(), refused.isEmpty() ? null : partly(channel, refused));
        return due(channel);
    }

    private void failed(Channel channel, GuardException e) {
        if (e.code() == ErrorCode.SHUTTING_DOWN) {
            throw e;
        }
        LOG.warn("Channel {} was not told what it should be: {}", channel.name(), e.message());
        outbox.failed(channel.id(), new Problem(clock.instant(), e.code(), e.message()));
    }

    private Optional<Instant> due(Channel channel) {
        State state = outbox.state(channel.id());
        @Nullable
        Instant oldest = outbox.pending(channel.id(), 1).stream()
                .findFirst()
                .map(Pending::notedAt)
                .orElse(null);
        return Timing.due(state, oldest);
    }

    private Problem partly(Channel channel, List<String> refused) {
        GuardException problem = Refusal.partly(refused);
        LOG.warn("Channel {}: {}", channel.name(), problem.message());
        return new Problem(clock.instant(), problem.code(), problem.message());
    }
}
