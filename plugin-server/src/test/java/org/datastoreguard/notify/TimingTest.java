package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.datastoreguard.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    /** All in seconds after the start. */
    @ParameterizedTest
    @CsvSource({
        // oldest, last sent, problem, attempts, due
        "1000,     ,     , 0, 1020",
        "1000,  100,     , 0, 1020",
        "1000,  990,     , 0, 1290",
        "1000,     , 1020, 1, 1050",
        "1000,     , 1050, 2, 1110",
        "1000,     , 1110, 3, 1230",
        "1000,     , 2000, 5, 2480",
        "1000,     , 2000, 6, 2900",
        "1000,     , 2000, 99, 2900",
        "1000,     , 2000, 0, 1020",
        "1000, 2000, 1990, 0, 2300"
    })
    void a_message_gathers_for_a_moment_keeps_its_distance_and_is_tried_again_less_and_less_often(
            long oldest, @Nullable Long sent, @Nullable Long problem, int attempts, long due) {
        Outbox.State state = new Outbox.State(
                sent == null ? null : at(sent),
                problem == null ? null : new Outbox.Problem(at(problem), ErrorCode.NOTIFICATION_FAILED, "no"),
                attempts,
                0);
        assertThat(Timing.due(state, at(oldest))).contains(at(due));
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    @Test
    void where_nothing_waits_nothing_is_due_but_that_something_was_given_up() {
        assertThat(Timing.due(new Outbox.State(START, null, 0, 0), null)).isEmpty();
        assertThat(Timing.due(new Outbox.State(START, null, 0, 7), null)).contains(START.plus(Timing.GAP));
    }
}
