package org.datastoreguard.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.schedule.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueSlotTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final TaskSchedule HOURLY =
            new TaskSchedule(new TaskSchedule.Interval(Duration.ofHours(1), Set.of()), null, UTC);

    @ParameterizedTest(name = "planned {0}, seen at {1}, catch up {2}, window {3}: {4} {5} {6}, {7}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            10:00 | 10:00:00 | true  | -           | 10:00 | SCHEDULE | true  | ''
            10:00 | 10:01:00 | true  | -           | 10:00 | SCHEDULE | true  | ''
            10:00 | 10:01:01 | true  | -           | 10:00 | CATCH_UP | true  | The slot 2026-11-21T10:00:00Z was missed while no server ran; this run makes up for it
            10:00 | 12:30:00 | true  | -           | 12:00 | CATCH_UP | true  | 3 slots from 2026-11-21T10:00:00Z to 2026-11-21T12:00:00Z were missed while no server ran; this run makes up for it
            10:00 | 12:00:10 | true  | -           | 12:00 | SCHEDULE | true  | 2 slots before it, from 2026-11-21T10:00:00Z on, were missed while no server ran
            10:00 | 11:00:10 | false | -           | 11:00 | SCHEDULE | true  | 1 slot before it, from 2026-11-21T10:00:00Z on, was missed while no server ran
            10:00 | 10:30:00 | false | -           | 10:00 | CATCH_UP | false | The slot 2026-11-21T10:00:00Z was missed while no server ran; the task does not catch up
            10:00 | 14:30:00 | true  | 09:00-14:30 | 14:00 | CATCH_UP | true  | 5 slots from 2026-11-21T10:00:00Z to 2026-11-21T14:00:00Z were missed while no server ran; this run makes up for it
            10:00 | 14:31:00 | true  | 09:00-14:30 | 14:00 | CATCH_UP | false | 5 slots from 2026-11-21T10:00:00Z to 2026-11-21T14:00:00Z were missed while no server ran; its window 09:00–14:30 (UTC) is closed now
            """)
    void decidesWhatBecomesOfDueSlots(
            String planned,
            String seen,
            boolean catchUp,
            @Nullable String window,
            String slot,
            RunTrigger trigger,
            boolean run,
            String remark) {
        PlannedTask task = task(catchUp, window);

        assertThat(DueSlot.of(task, HOURLY, at(planned), at(seen)))
                .contains(new DueSlot(at(slot), trigger, run, remark));
    }

    @Test
    void countsNoFurtherThanAnybodyCares() {
        TaskSchedule everyMinute =
                new TaskSchedule(new TaskSchedule.Interval(Duration.ofMinutes(1), Set.of()), null, UTC);
        Instant away = Instant.parse("2026-09-21T10:00:00Z");

        DueSlot due =
                DueSlot.of(task(true, null), everyMinute, away, at("10:00:30")).orElseThrow();

        assertThat(due.slot()).isEqualTo(at("10:00"));
        assertThat(due.remark()).startsWith("More than 999 slots before it");
    }

    @Test
    void hasNothingToDoForASlotThatTheScheduleNoLongerHas() {
        assertThat(DueSlot.of(task(true, null), HOURLY, at("10:07"), at("10:08")))
                .isEmpty();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    private static PlannedTask task(boolean catchUp, @Nullable String window) {
        Window gate = window == null
                ? null
                : new Window(LocalTime.parse(window.substring(0, 5)), LocalTime.parse(window.substring(6)));
        return new PlannedTask(RunKind.SNAPSHOT, "t", "t", null, HOURLY, gate, UTC, false, catchUp, true, Set.of());
    }
}
