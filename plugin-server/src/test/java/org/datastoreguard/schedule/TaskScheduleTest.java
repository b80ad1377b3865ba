package org.datastoreguard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskScheduleTest {
    @ParameterizedTest(name = "{0} in {1} after {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            */15 * * * *   | Europe/Berlin       | 2026-11-21T10:00:00Z | 11:15 11:30 11:45 12:00
            0 2 * * *      | Europe/Berlin       | 2026-11-21T10:00:00Z | 11-22T02:00 11-23T02:00
            0 12 1 * MON   | Europe/Berlin       | 2026-11-21T10:00:00Z | 11-23T12:00 11-30T12:00 12-01T12:00 12-07T12:00
            0 0 * * 0      | Europe/Berlin       | 2026-11-21T10:00:00Z | 11-22T00:00 11-29T00:00
            0 0 * * 7      | Europe/Berlin       | 2026-11-21T10:00:00Z | 11-22T00:00 11-29T00:00
            0 0 29 2 *     | UTC                 | 2026-11-21T10:00:00Z | 2028-02-29T00:00 2032-02-29T00:00
            # Skipped: 02:00–03:00 on 29 March 2026. The first valid instant after it is 03:00.
            30 2 * * *     | Europe/Berlin       | 2026-03-27T12:00:00Z | 03-28T02:30 03-29T03:00 03-30T02:30
            */20 2 * * *   | Europe/Berlin       | 2026-03-28T12:00:00Z | 03-29T03:00 03-30T02:00 03-30T02:20
            */30 2-3 * * * | Europe/Berlin       | 2026-03-28T12:00:00Z | 03-29T03:00 03-29T03:30 03-30T02:00
            # Repeated: 02:00–03:00 on 25 October 2026, first at +02:00.
            30 2 * * *     | Europe/Berlin       | 2026-10-24T12:00:00Z | 10-25T02:30+02:00 10-26T02:30
            30 * * * *     | Europe/Berlin       | 2026-10-24T23:00:00Z | 10-25T01:30+02:00 10-25T02:30+02:00 10-25T03:30+01:00
            30 2 * * *     | Europe/Berlin       | 2026-10-25T01:10:00Z | 10-26T02:30
            30 2 * * *     | America/New_York    | 2026-03-07T12:00:00Z | 03-08T03:00-04:00 03-09T02:30
            30 1 * * *     | America/New_York    | 2026-10-31T12:00:00Z | 11-01T01:30-04:00 11-02T01:30
            # Half an hour: 02:00–02:30 is skipped on 4 October 2026, 01:30–02:00 is repeated on 5 April.
            10 2 * * *     | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 10-04T02:30+11:00 10-05T02:10
            45 1 * * *     | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 04-05T01:45+11:00 04-06T01:45
            # The clock goes forward at midnight.
            0 0 * * *      | Africa/Cairo        | 2026-04-23T12:00:00Z | 04-24T01:00 04-25T00:00
            30 0 * * *     | Asia/Beirut         | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:30
            0 0,1 * * *    | Asia/Beirut         | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:00 03-30T01:00
            0 0 * * *      | America/Sao_Paulo   | 2018-11-03T12:00:00Z | 2018-11-04T01:00 2018-11-05T00:00
            """)
    void firesCronOnLocalTime(String cron, ZoneId zone, Instant after, String expected) {
        assertSlots(new TaskSchedule(cron(cron), null, zone), after, expected);
    }

    @ParameterizedTest(name = "{0} from {1} to {2} in {3} after {4}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
            0 * * * *      | 09:00 | 11:00 | Europe/Berlin | 2026-11-21T11:00:00Z | 11-22T09:00 11-22T10:00 11-22T11:00 11-23T09:00
            */30 * * * *   | 22:00 | 00:30 | Europe/Berlin | 2026-11-21T21:15:00Z | 22:30 23:00 23:30 11-22T00:00 11-22T00:30 11-22T22:00
            # Monday's window (23 November) reaches into Tuesday, and Sunday's into Monday is not Monday's.
            0 * * * MON    | 22:00 | 02:00 | Europe/Berlin | 2026-11-22T12:00:00Z | 11-23T22:00 11-23T23:00 11-24T00:00 11-24T01:00 11-24T02:00 11-30T22:00
            0 1 * * 0      | 22:00 | 02:00 | Europe/Berlin | 2026-11-20T12:00:00Z | 11-23T01:00 11-30T01:00
            # The skipped 02:30 is run at 03:00, though the window ends at 02:45.
            30 2 * * *     | 02:00 | 02:45 | Europe/Berlin | 2026-03-28T12:00:00Z | 03-29T03:00 03-30T02:30
            """)
    void keepsCronInTheWindow(
            String cron, LocalTime begin, LocalTime end, ZoneId zone, Instant after, String expected) {
        assertSlots(new TaskSchedule(cron(cron), new Window(begin, end), zone), after, expected);
    }

    @ParameterizedTest(name = "every {0} on {1} from {2} to {3} in {4} after {5}: {6}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PT5M  | -       | -     | -     | Europe/Berlin | 2026-11-21T10:01:30Z | 11:05 11:10 11:15
            PT1M  | -       | -     | -     | Europe/Berlin | 2026-11-21T10:01:00Z | 11:02 11:03
            PT7H  | -       | -     | -     | UTC           | 2026-11-21T10:00:00Z | 14:00 21:00 11-22T00:00 11-22T07:00
            PT1H  | -       | 22:30 | 01:00 | Europe/Berlin | 2026-11-21T12:00:00Z | 22:30 23:30 11-22T00:30 11-22T22:30
            PT2H  | MON FRI | 22:00 | 02:00 | Europe/Berlin | 2026-11-22T12:00:00Z | 11-23T22:00 11-24T00:00 11-24T02:00 11-27T22:00
            P1D   | -       | -     | -     | Europe/Berlin | 2026-03-27T12:00:00Z | 03-28T00:00 03-29T00:00 03-30T00:00
            P1D   | -       | 02:30 | 05:00 | Europe/Berlin | 2026-03-28T12:00:00Z | 03-29T03:00 03-30T02:30
            P1D   | SAT SUN | 20:00 | 23:00 | Europe/Berlin | 2026-11-21T12:00:00Z | 11-21T20:00 11-22T20:00 11-28T20:00
            # Days and weeks are counted from Monday, 5 January 1970: 23 November 2026 is day 20,776 = 1,484 × 14.
            P2D   | -       | -     | -     | UTC           | 2026-11-21T10:00:00Z | 11-23T00:00 11-25T00:00 11-27T00:00
            P7D   | -       | 03:00 | 04:00 | UTC           | 2026-11-21T10:00:00Z | 11-23T03:00 11-30T03:00
            P14D  | MON FRI | -     | -     | UTC           | 2026-11-21T10:00:00Z | 11-23T00:00 11-27T00:00 12-07T00:00
            P364D | -       | -     | -     | UTC           | 2026-11-21T10:00:00Z | 2027-10-25T00:00 2028-10-23T00:00
            # Up to an hour an interval goes on through the repeated hour, longer ones follow the clock.
            PT1H  | -       | -     | -     | Europe/Berlin | 2026-10-24T23:00:00Z | 10-25T02:00+02:00 10-25T02:00+01:00 10-25T03:00+01:00
            PT1H  | -       | -     | -     | Europe/Berlin | 2026-03-29T00:00:00Z | 03-29T03:00 03-29T04:00
            PT6H  | -       | -     | -     | Europe/Berlin | 2026-10-24T20:00:00Z | 10-25T00:00+02:00 10-25T06:00+01:00 10-25T12:00
            PT2H  | -       | -     | -     | Europe/Berlin | 2026-03-28T22:30:00Z | 03-29T00:00 03-29T03:00 03-29T04:00
            PT30M | -       | -     | -     | Asia/Beirut   | 2026-03-28T21:00:00Z | 03-28T23:30 03-29T01:00 03-29T01:30
            P1D   | -       | -     | -     | Asia/Beirut   | 2026-03-28T12:00:00Z | 03-29T01:00 03-30T00:00
            """)
    void firesIntervals(
            Duration every,
            @Nullable String days,
            @Nullable LocalTime begin,
            @Nullable LocalTime end,
            ZoneId zone,
            Instant after,
            String expected) {
        assertSlots(new TaskSchedule(interval(every, days), Window.of(begin, end), zone), after, expected);
    }

    /** For every zone: one slot a local day, never two, never none. */
    @Test
    void runsADailyTaskOnceOnEachDayInEveryZone() {
        Set<ZoneRules> seen = new HashSet<>();
        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            if (zone.getRules().isFixedOffset() || !seen.add(zone.getRules())) {
                continue;
            }
            TaskSchedule daily = new TaskSchedule(cron("30 2 * * *"), null, zone);
            for (LocalDate day : aroundTransitions(zone.getRules(), 2026)) {
                Instant begin = day.atStartOfDay(zone).toInstant();
                Instant slot = daily.nextSlot(begin.minusMillis(1)).orElseThrow();
                assertThat(slot.atZone(zone).toLocalDate()).as(id).isEqualTo(day);
                Instant next = daily.nextSlot(slot).orElseThrow();
                assertThat(next.atZone(zone).toLocalDate()).as(id).isEqualTo(day.plusDays(1));
            }
        }
    }

    /** The week around each, and one day that has none. */
    private static Set<LocalDate> aroundTransitions(ZoneRules rules, int year) {
        Set<LocalDate> days = new TreeSet<>(Set.of(LocalDate.of(year, 7, 1)));
        Instant end = Instant.parse(year + 1 + "-01-01T00:00:00Z");
        ZoneOffsetTransition transition = rules.nextTransition(Instant.parse(year + "-01-01T00:00:00Z"));
        while (transition != null && transition.getInstant().isBefore(end)) {
            LocalDate day = transition.getDateTimeBefore().toLocalDate();
            IntStream.rangeClosed(-3, 3).forEach(i -> days.add(day.plusDays(i)));
            transition = rules.nextTransition(transition.getInstant());
        }
        return days;
    }

    @Test
    void countsWhatAServerMissed() {
        TaskSchedule schedule = new TaskSchedule(interval(Duration.ofMinutes(10), null), null, ZoneId.of("UTC"));
        Instant last = Instant.parse("2026-11-21T10:00:00Z");

        assertThat(schedule.missed(last, last.plusSeconds(599))).isEqualTo(new TaskSchedule.Missed(0, last, false));
        assertThat(schedule.missed(last, last.plusSeconds(600)))
                .isEqualTo(new TaskSchedule.Missed(1, last.plusSeconds(600), false));
        assertThat(schedule.missed(last, last.plusSeconds(3700)))
                .isEqualTo(new TaskSchedule.Missed(6, last.plusSeconds(3600), false));
    }

    @Test
    void findsTheLatestMissedSlotAfterAYearAtOnce() {
        TaskSchedule schedule = new TaskSchedule(
                cron("* * * * *"), new Window(LocalTime.of(3, 0), LocalTime.of(3, 10)), ZoneId.of("UTC"));

        assertThat(schedule.missed(Instant.parse("2025-11-21T00:00:00Z"), Instant.parse("2026-11-21T02:00:00Z")))
                .isEqualTo(new TaskSchedule.Missed(1000, Instant.parse("2026-11-20T03:10:00Z"), true));
    }

    @Test
    void refusesAScheduleThatNeverComesDue() {
        assertThat(refused(() -> new TaskSchedule(cron("0 0 30 2 *"), null, ZoneId.of("UTC"))))
                .containsExactly("schedule");
        assertThat(refused(() -> new TaskSchedule(
                        cron("0 12 * * *"), new Window(LocalTime.of(22, 0), LocalTime.of(6, 0)), ZoneId.of("UTC"))))
                .containsExactly("schedule");
        assertThat(refused(() -> new TaskSchedule(interval(Duration.ofDays(2), "MON"), null, ZoneId.of("UTC"))))
                .as("a Monday comes around among even days")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            60 * * * *       | schedule.minute
            * 24 * * *       | schedule.hour
            * * 0 * *        | schedule.dayOfMonth
            * * * 13 *       | schedule.month
            * * * * 8        | schedule.dayOfWeek
            */0 * * * *      | schedule.minute
            5-1 * * * *      | schedule.minute
            @daily * * * *   | schedule.minute
            - * * * *        | schedule.minute
            * * L * *        | schedule.dayOfMonth
            $(id) x * * 1#2  | schedule.minute schedule.hour schedule.dayOfWeek
            """)
    void namesTheCronFieldThatCannotBeRead(String cron, String fields) {
        assertThat(refused(() -> cron(cron))).containsExactly(fields.split(" "));
    }

    @Test
    void refusesAFieldThatSmugglesInAnother() {
        assertThat(refused(() -> new CronFields("0 0", "*", "*", "*", "*"))).containsExactly("schedule.minute");
    }

    @Test
    void takesAnEmptyFieldForAStar() {
        assertThat(new CronFields("0", " ", "", "*", " 1 ")).hasToString("0 * * * 1");
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-5M", "PT30S", "PT90S", "PT25H", "P365D"})
    void refusesIntervalsThatDoNotFitTheClock(Duration every) {
        assertThat(refused(() -> interval(every, null))).containsExactly("interval");
    }

    @Test
    void knowsZonesByTheirNamesOnly() {
        assertThat(TimeZones.of("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(refused(() -> TimeZones.of("+02:00"))).containsExactly("timeZone");
        GuardException e = catchThrowableOfType(GuardException.class, () -> TimeZones.of("europe/berlin"));
        assertThat(e.message()).contains("did you mean Europe/Berlin?");
        assertThat(catchThrowableOfType(GuardException.class, () -> TimeZones.of("Berlin"))
                        .message())
                .contains("did you mean Europe/Berlin?");
        assertThat(refused(() -> TimeZones.of(""))).containsExactly("timeZone");
    }

    private static List<String> refused(Runnable making) {
        GuardException e = catchThrowableOfType(GuardException.class, making::run);
        return e == null
                ? List.of()
                : e.fields().stream().map(FieldError::field).toList();
    }

    private static TaskSchedule.Cron cron(String line) {
        String[] f = line.trim().split(" +");
        return new TaskSchedule.Cron(new CronFields(f[0], f[1], f[2], f[3], f[4]));
    }

    private static TaskSchedule.Interval interval(Duration every, @Nullable String days) {
        Set<DayOfWeek> weekdays = days == null
                ? Set.of()
                : Arrays.stream(days.split(" "))
                        .map(d -> Arrays.stream(DayOfWeek.values())
                                .filter(day -> day.name().startsWith(d))
                                .findFirst()
                                .orElseThrow())
                        .collect(Collectors.toSet());
        return new TaskSchedule.Interval(every, weekdays);
    }

    /** Each expected slot shows as much of its local time as it cares for. */
    private static void assertSlots(TaskSchedule schedule, Instant after, String expected) {
        List<String> shown = new ArrayList<>();
        Instant last = after;
        for (String wanted : expected.split(" ")) {
            last = schedule.nextSlot(last).orElseThrow();
            String full = last.atZone(schedule.zone()).toOffsetDateTime().toString();
            shown.add(full.contains(wanted) ? wanted : full);
        }
        assertThat(String.join(" ", shown)).isEqualTo(expected);
    }
}
