package org.datastoreguard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingSchemaTest {
    private static final Instant MOMENT = Instant.parse("2026-03-09T04:05:06Z");

    @ParameterizedTest
    @CsvSource({
        "auto-%Y-%m-%d_%H-%MZ, auto-2026-03-09_04-05Z, 2026-03-09T04:05:00Z",
        "%Y%m%d%H%M, 202603090405, 2026-03-09T04:05:00Z",
        "x.%H:%M:%S_%d.%m.%Y, x.04:05:06_09.03.2026, 2026-03-09T04:05:06Z",
        "%Y-%m-%dT%H%M-%Y, 2026-03-09T0405-2026, 2026-03-09T04:05:00Z",
    })
    void writesAndReadsNames(String pattern, String name, Instant readBack) {
        NamingSchema schema = new NamingSchema(pattern);

        assertThat(schema.format(MOMENT)).isEqualTo(name);
        assertThat(schema.parse(name)).contains(readBack);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto-2026-13-09_04-05Z",
                "auto-2026-02-30_04-05Z",
                "auto-2026-03-09_24-05Z",
                "auto-2026-03-09_04-05",
                "auto-2026-03-09_04-05Z2",
                "Auto-2026-03-09_04-05Z",
                "auto-२०२६-03-09_04-05Z",
                ""
            })
    void leavesNamesOfOthersAlone(String name) {
        assertThat(NamingSchema.DEFAULT.parse(name)).isEmpty();
    }

    @Test
    void readsOnlyOneYearFromANameThatHoldsTwo() {
        assertThat(new NamingSchema("%Y-%m-%dT%H%M-%Y").parse("2026-03-09T0405-2027"))
                .isEmpty();
    }

    @Test
    void takesADotForADotAndNotForAnyCharacter() {
        assertThat(new NamingSchema("a.b%Y%m%d%H%M").parse("axb202603090405")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "auto",
                "auto-%Y-%m-%d_%H",
                "auto-%Y-%m-%d_%H-%M@x",
                "auto/%Y-%m-%d_%H-%M",
                "auto %Y-%m-%d_%H-%M",
                "-%Y-%m-%d_%H-%M",
                "a;$(id)%Y-%m-%d_%H-%M",
                "%Y-%m-%d_%H-%M-%z",
                "%Y-%m-%d_%H-%M%%",
                "%Y-%m-%d_%H-%M%",
                "ä%Y-%m-%d_%H-%M",
                "%Y-%m-%d_%H-%M\n",
            })
    void refusesPatternsThatCannotNameASnapshotPerMinute(String pattern) {
        GuardException e = catchThrowableOfType(GuardException.class, () -> new NamingSchema(pattern));

        assertThat(e.fields()).extracting(FieldError::field).containsExactly("namingSchema");
    }

    @ParameterizedTest
    @CsvSource({
        "3, HOUR, 2026-01-31T12:00:00Z, 2026-01-31T15:00:00Z",
        "2, WEEK, 2026-01-31T12:00:00Z, 2026-02-14T12:00:00Z",
        "1, MONTH, 2026-01-31T12:00:00Z, 2026-02-28T12:00:00Z",
        "1, YEAR, 2028-02-29T12:00:00Z, 2029-02-28T12:00:00Z",
    })
    void lifetimesAreCalendarOnes(int value, Lifetime.Unit unit, Instant taken, Instant end) {
        assertThat(new Lifetime(value, unit).endOf(taken)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_000})
    void refusesLifetimesOutOfRange(int value) {
        GuardException e = catchThrowableOfType(GuardException.class, () -> new Lifetime(value, Lifetime.Unit.DAY));

        assertThat(e.fields()).extracting(FieldError::field).containsExactly("lifetime.value");
    }
}
