package org.datastoreguard.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.MovableClock;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2027-01-01T00:00:00Z"));
    private final Attempts attempts = new Attempts(clock, 3, Duration.ofMinutes(15));

    private void fail(String key, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(key);
        }
    }

    private void assertLocked(String key) {
        assertThatThrownBy(() -> attempts.refuseLocked(key))
                .isInstanceOfSatisfying(
                        GuardException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.code())
                                .isEqualTo(ErrorCode.TOO_MANY_REQUESTS))
                .hasMessageContaining("minutes");
    }

    private void assertFree(String key) {
        assertThatCode(() -> attempts.refuseLocked(key)).doesNotThrowAnyException();
    }

    @Test
    void the_last_allowed_failure_locks_the_key_and_no_other() {
        fail("user", 2);
        assertFree("user");
        fail("user", 1);
        assertLocked("user");
        assertFree("other");
    }

    @Test
    void a_lock_ends_by_itself() {
        fail("user", 3);
        clock.forward(Duration.ofMinutes(14));
        assertLocked("user");
        clock.forward(Duration.ofMinutes(2));
        assertFree("user");
        fail("user", 2);
        assertFree("user");
    }

    @Test
    void success_forgets_the_failures() {
        fail("user", 2);
        attempts.succeeded("user");
        fail("user", 2);
        assertFree("user");
    }

    @Test
    void failures_long_apart_do_not_add_up() {
        for (int i = 0; i < 5; i++) {
            fail("user", 1);
            clock.forward(Duration.ofMinutes(16));
        }
        assertFree("user");
    }

    @Test
    void made_up_keys_push_out_the_oldest_rather_than_fill_the_memory() {
        fail("first", 3);
        for (int i = 0; i < 10_000; i++) {
            attempts.failed("made up " + i);
        }
        assertFree("first");
    }
}
