package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Pace pace = new Pace(START);

    @Test
    void nothing_is_known_before_time_has_passed() {
        assertThat(pace.recent(START, 0)).isNull();
        assertThat(pace.average(START, 0)).isNull();
    }

    @Test
    void what_went_on_long_ago_does_not_count() {
        for (int second = 1; second <= 600; second++) {
            pace.recent(START.plusSeconds(second), 0);
        }
        for (int second = 601; second <= 660; second++) {
            pace.recent(START.plusSeconds(second), (second - 600) * 1000L);
        }

        assertThat(pace.recent(START.plusSeconds(660), 60_000)).isEqualTo(1000);
        assertThat(pace.average(START.plusSeconds(660), 60_000)).isEqualTo(91);
    }

    @Test
    void a_stream_that_stands_still_comes_to_nothing_within_half_a_minute() {
        pace.recent(START.plusSeconds(10), 1_000_000);

        assertThat(pace.recent(START.plusSeconds(20), 1_000_000)).isEqualTo(50_000);
        assertThat(pace.recent(START.plusSeconds(45), 1_000_000)).isZero();
    }

    @Test
    void a_clock_that_is_set_back_is_survived() {
        pace.recent(START.plusSeconds(10), 1000);

        assertThat(pace.recent(START.minusSeconds(3600), 2000)).isNull();
        assertThat(pace.recent(START.minusSeconds(3590), 3000)).isEqualTo(100);
    }
}
