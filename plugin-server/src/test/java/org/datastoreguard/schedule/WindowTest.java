package org.datastoreguard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} to {1} at {2}: {3}")
    @CsvSource({
        "09:00, 17:00, 08:59:59, false",
        "09:00, 17:00, 09:00:00, true",
        "09:00, 17:00, 17:00:00, true",
        "09:00, 17:00, 17:00:59, true",
        "09:00, 17:00, 17:01:00, false",
        "22:00, 06:00, 21:59:59, false",
        "22:00, 06:00, 22:00:00, true",
        "22:00, 06:00, 23:59:59, true",
        "22:00, 06:00, 00:00:00, true",
        "22:00, 06:00, 06:00:59, true",
        "22:00, 06:00, 06:01:00, false",
        "00:00, 23:59, 00:00:00, true",
        "00:00, 23:59, 23:59:59, true",
        "23:59, 00:00, 23:59:00, true",
        "23:59, 00:00, 00:00:59, true",
        "23:59, 00:00, 00:01:00, false",
    })
    void includesBothEndsToTheMinute(LocalTime begin, LocalTime end, LocalTime at, boolean open) {
        Instant instant = LocalDate.of(2026, 11, 21).atTime(at).atZone(BERLIN).toInstant();

        assertThat(new Window(begin, end).isOpen(instant, BERLIN)).isEqualTo(open);
    }

    @ParameterizedTest(name = "{0} to {1} in {2} at {3} opens {4}")
    @CsvSource({
        "22:00, 06:00, Europe/Berlin, 2026-11-21T10:00:00Z, 2026-11-21T21:00:00Z",
        "22:00, 06:00, Europe/Berlin, 2026-11-21T23:30:00Z, 2026-11-21T23:30:00Z",
        "09:00, 17:00, Europe/Berlin, 2026-11-21T16:01:00Z, 2026-11-22T08:00:00Z",
        "09:00, 17:00, Europe/Berlin, 2026-11-21T16:00:59Z, 2026-11-21T16:00:59Z",
        // Berlin skips 02:00–03:00 on 29 March 2026 and repeats it on 25 October.
        "02:30, 04:00, Europe/Berlin, 2026-03-29T00:59:59Z, 2026-03-29T01:00:00Z",
        "02:10, 02:50, Europe/Berlin, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z",
        "02:10, 02:50, Europe/Berlin, 2026-03-29T01:01:00Z, 2026-03-30T00:10:00Z",
        "02:30, 04:00, Europe/Berlin, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "01:00, 02:30, Europe/Berlin, 2026-10-25T01:30:59Z, 2026-10-25T01:30:59Z",
        "01:00, 02:30, Europe/Berlin, 2026-10-25T01:31:00Z, 2026-10-26T00:00:00Z",
        "02:30, 05:00, America/New_York, 2026-03-08T06:00:00Z, 2026-03-08T07:00:00Z",
        // Lord Howe moves by 30 minutes: 02:00–02:30 is skipped on 4 October 2026.
        "02:15, 03:00, Australia/Lord_Howe, 2026-10-03T15:00:00Z, 2026-10-03T15:30:00Z",
        // Clocks that go forward at midnight: the day begins at 01:00.
        "00:00, 05:00, Africa/Cairo, 2026-04-23T21:00:00Z, 2026-04-23T22:00:00Z",
        "00:00, 05:00, Asia/Beirut, 2026-03-28T21:30:00Z, 2026-03-28T22:00:00Z",
        "00:00, 05:00, America/Sao_Paulo, 2018-11-04T02:00:00Z, 2018-11-04T03:00:00Z",
    })
    void knowsWhenItOpensNext(LocalTime begin, LocalTime end, ZoneId zone, Instant now, Instant opens) {
        assertThat(new Window(begin, end).nextOpening(now, zone)).isEqualTo(opens);
    }

    @Test
    void belongsToTheDayItOpenedOn() {
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0));

        assertThat(night.openedOn(Instant.parse("2026-11-21T23:30:00Z"), BERLIN))
                .contains(LocalDate.of(2026, 11, 21));
        assertThat(night.openedOn(Instant.parse("2026-11-21T21:30:00Z"), BERLIN))
                .contains(LocalDate.of(2026, 11, 21));
        assertThat(night.openedOn(Instant.parse("2026-11-21T12:00:00Z"), BERLIN))
                .isEmpty();
    }

    @Test
    void refusesEqualEndsAndSaysWhatToDoInstead() {
        GuardException e = catchThrowableOfType(
                GuardException.class, () -> new Window(LocalTime.of(8, 0), LocalTime.of(8, 0, 30)));

        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(e.fields()).extracting(FieldError::field).containsExactly("begin", "end");
        assertThat(e.message()).contains("leave both empty for all day");
    }

    @Test
    void refusesOneEndWithoutTheOther() {
        assertThat(Window.of(null, null)).isNull();
        GuardException e = catchThrowableOfType(GuardException.class, () -> Window.of(LocalTime.NOON, null));
        assertThat(e.fields()).extracting(FieldError::field).containsExactly("end");
    }

    /** The definition of rule 19, minute by minute, where no clock change interferes. */
    @Test
    void agreesWithTheDefinitionForRandomWindows() {
        Random random = new Random(19);
        for (int i = 0; i < 2000; i++) {
            LocalTime begin = LocalTime.ofSecondOfDay(60L * random.nextInt(1440));
            LocalTime end = LocalTime.ofSecondOfDay(60L * random.nextInt(1440));
            if (begin.equals(end)) {
                continue;
            }
            Window window = new Window(begin, end);
            Instant at = LocalDateTime.of(2026, 6, 1, 0, 0)
                    .plusSeconds(random.nextInt(86_400 * 20))
                    .toInstant(ZoneOffset.UTC);
            LocalTime t = at.atZone(ZoneOffset.UTC).toLocalTime().withSecond(0);
            boolean expected =
                    begin.isBefore(end) ? !t.isBefore(begin) && !t.isAfter(end) : !t.isBefore(begin) || !t.isAfter(end);

            assertThat(window.isOpen(at, ZoneOffset.UTC))
                    .as("%s at %s", window, at)
                    .isEqualTo(expected);
            Instant opening = window.nextOpening(at, ZoneOffset.UTC);
            assertThat(window.isOpen(opening, ZoneOffset.UTC)).isTrue();
            assertThat(expected ? at : begin)
                    .isEqualTo(
                            expected ? opening : opening.atZone(ZoneOffset.UTC).toLocalTime());
        }
    }
}
