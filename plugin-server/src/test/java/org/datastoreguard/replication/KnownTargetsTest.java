package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.jobs.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTargetsTest {
    private static final Instant LISTED = Instant.parse("2026-11-30T10:00:00Z");

    private final MovableClock clock = new MovableClock(LISTED.plusSeconds(1));
    private final KnownTargets targets = new KnownTargets(clock);
    private final Tasks task = new Tasks();

    @ParameterizedTest
    @CsvSource({"PT1S, true", "PT59M, true", "PT1H1S, false", "-PT1M, false"})
    void count_for_an_hour_and_not_when_the_clock_went_back(Duration later, boolean counts) {
        targets.remember(task.build(), LISTED);
        clock.set(LISTED.plus(later));

        assertThat(targets.recall(task.build()).isPresent()).isEqualTo(counts);
    }

    @Test
    void are_forgotten_until_a_run_ends_well() {
        targets.remember(task.build(), LISTED);

        assertThat(targets.recall(task.build())).contains(LISTED);
        assertThat(targets.recall(task.build())).isEmpty();
    }

    @Test
    void of_a_task_that_was_changed_do_not_count() {
        targets.remember(task.build(), LISTED);
        task.recursive = false;

        assertThat(targets.recall(task.build())).isEmpty();
    }
}
