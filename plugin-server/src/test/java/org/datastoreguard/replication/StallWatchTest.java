package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    @Test
    void callsOnceWhenNothingMoves() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        try (StallWatch watch = new StallWatch("test", Duration.ofMillis(50), called::countDown)) {
            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(watch.stalled()).isTrue();
        }
    }

    @Test
    void staysQuietOnceItIsClosed() {
        StallWatch watch = new StallWatch("test", Duration.ofHours(1), () -> {
            throw new AssertionError("called");
        });
        watch.moved();
        watch.close();
        assertThat(watch.stalled()).isFalse();
    }
}
