package org.datastoreguard.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.datastoreguard.jobs.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenSessionsTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2027-01-01T00:00:00Z"));
    private final OpenSessions sessions =
            new OpenSessions(clock, new OpenSessions.Bounds(2, Duration.ofMinutes(10), Duration.ofHours(1)));

    @AfterEach
    void close() {
        sessions.close();
    }

    private PlayedSession opened(String key) {
        PlayedSession session = new PlayedSession();
        sessions.openedOnce(key, () -> session);
        return session;
    }

    private static boolean signedOut(PlayedSession session) throws InterruptedException {
        return session.closed.await(10, TimeUnit.SECONDS);
    }

    @Test
    void one_session_too_many_signs_out_the_one_unused_for_longest() throws Exception {
        PlayedSession first = opened("first");
        clock.forward(Duration.ofSeconds(1));
        PlayedSession second = opened("second");
        clock.forward(Duration.ofSeconds(1));
        sessions.find("first");
        clock.forward(Duration.ofSeconds(1));
        opened("third");

        assertThat(signedOut(second)).isTrue();
        assertThat(first.closed.getCount()).isEqualTo(1);
        assertThat(sessions.find("first")).containsSame(first);
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void a_session_that_nobody_uses_ends_and_one_in_use_stays() throws Exception {
        PlayedSession idle = opened("idle");
        PlayedSession used = opened("used");
        clock.forward(Duration.ofMinutes(9));
        assertThat(sessions.find("used")).containsSame(used);
        clock.forward(Duration.ofMinutes(2));

        assertThat(sessions.find("idle")).isEmpty();
        assertThat(sessions.find("used")).containsSame(used);
        assertThat(signedOut(idle)).isTrue();
    }

    @Test
    void even_a_session_in_use_ends_by_its_age() throws Exception {
        PlayedSession session = opened("key");
        for (int minutes = 0; minutes < 60; minutes += 5) {
            assertThat(sessions.find("key")).containsSame(session);
            clock.forward(Duration.ofMinutes(5));
        }
        assertThat(sessions.find("key")).isEmpty();
        assertThat(signedOut(session)).isTrue();
    }

    @Test
    void what_many_ask_for_at_once_is_opened_once() throws Exception {
        AtomicInteger openings = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> asked = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        all.countDown();
                        return sessions.openedOnce("key", () -> {
                            openings.incrementAndGet();
                            await(all);
                            return new PlayedSession();
                        });
                    }))
                    .toList();
            assertThat(asked.get(0).get(10, TimeUnit.SECONDS)).isNotNull();
            for (Future<?> answer : asked) {
                assertThat(answer.get(10, TimeUnit.SECONDS))
                        .isSameAs(asked.get(0).get());
            }
            assertThat(openings).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_opening_that_failed_is_tried_again_by_the_next() {
        assertThatThrownBy(() -> sessions.openedOnce("key", () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(sessions.size()).isZero();
        assertThat(opened("key")).isSameAs(sessions.find("key").orElseThrow());
    }

    @Test
    void closing_signs_out_everybody() throws Exception {
        PlayedSession one = opened("one");
        PlayedSession two = opened("two");

        sessions.close();

        assertThat(signedOut(one) && signedOut(two)).isTrue();
    }
}
