package org.datastoreguard.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.jobs.Concern;
import org.datastoreguard.jobs.Run;
import org.datastoreguard.vcenter.VisibleWork.Notice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellingTest {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    /** Runs of one task as HOUR:STATE, and what each of them gives to tell. */
    @ParameterizedTest
    @CsvSource({
        "0:ok 1:ok,                                      SUCCEEDED/INFO SUCCEEDED/INFO",
        "0:BUSY 1:BUSY 23:BUSY 24:BUSY 25:BUSY,          FAILED/FAILURE - - FAILED/FAILURE -",
        "0:BUSY 1:ok 2:ok 3:BUSY,                        FAILED/FAILURE WORKS_AGAIN/FAILURE SUCCEEDED/INFO FAILED/FAILURE",
        "0:BUSY 1:DIVERGED 2:BUSY 3:BUSY,                FAILED/FAILURE FAILED/FAILURE FAILED/FAILURE -",
        "0:warn 1:warn 24:warn 25:ok 26:ok,              WARNED/WARNING - WARNED/WARNING WORKS_AGAIN/WARNING SUCCEEDED/INFO",
        "0:BUSY 1:warn 2:warn 3:ok,                      FAILED/FAILURE WORKS_AGAIN/FAILURE - WORKS_AGAIN/WARNING",
        "0:warn 1:BUSY 2:ok,                             WARNED/WARNING FAILED/FAILURE WORKS_AGAIN/FAILURE",
        "0:BUSY 1:cancel 2:BUSY 3:ok,                    FAILED/FAILURE CANCELLED/INFO - WORKS_AGAIN/FAILURE",
        "0:cancel 1:ok,                                  CANCELLED/INFO SUCCEEDED/INFO"
    })
    void a_failure_is_news_once_a_day_and_when_it_is_over(String runs, String told) {
        List<String> said = new ArrayList<>();
        Trouble trouble = null;
        for (String word : runs.split(" ")) {
            Verdict verdict = Telling.ofRun(run(word.split(":")), trouble);
            trouble = verdict.trouble();
            said.add(
                    verdict.event() == null
                            ? "-"
                            : verdict.event().kind() + "/" + verdict.event().level());
        }
        assertThat(String.join(" ", said)).isEqualTo(told);
    }

    private static Run run(String... hourAndState) {
        Instant at = START.plus(Duration.ofHours(Long.parseLong(hourAndState[0])));
        return switch (hourAndState[1]) {
            case "ok" -> Ended.well("r", "t", at);
            case "warn" -> Ended.warned("r", "t", at);
            case "cancel" -> Ended.cancelled("r", "t", at);
            default -> Ended.failed("r", "t", ErrorCode.valueOf("TARGET_" + hourAndState[1]), at);
        };
    }

    @Test
    void what_is_told_names_the_task_says_why_and_keeps_the_words_of_machines_to_itself() {
        Event event = Telling.ofRun(Ended.failed("r7", "t", ErrorCode.TARGET_BUSY, START), null)
                .event();

        assertThat(event)
                .isEqualTo(new Event(
                        "run/t",
                        Level.FAILURE,
                        Event.Kind.FAILED,
                        START,
                        "Replication task task t failed",
                        "No way; look at it",
                        "TARGET_BUSY",
                        "r7"));
    }

    @ParameterizedTest
    @CsvSource({
        "FAILURES,              FAILURE",
        "FAILURES_AND_WARNINGS, FAILURE WARNING",
        "EVERYTHING,            FAILURE WARNING INFO"
    })
    void a_channel_is_told_what_it_wants(NotifyOn on, String levels) {
        assertThat(List.of(Level.values()).stream().filter(on::wants).map(Enum::name))
                .containsExactly(levels.split(" "));
    }

    private static Concern lag(String stage) {
        Map<String, String> words = Map.of("task", "nightly", "lag", "3 h", "allowed", "2 h");
        return new Concern("lag/t", stage, List.of(), Notice.LAG_EXCEEDED, Notice.LAG_RECOVERED, words);
    }

    @Test
    void a_concern_is_told_once_at_each_stage_and_when_it_is_over() {
        Verdict begun = Telling.ofConcern(lag("exceeded"), null, START);
        Verdict same = Telling.ofConcern(lag("exceeded"), begun.trouble(), START.plus(Duration.ofDays(3)));
        Verdict worse = Telling.ofConcern(lag("by far"), begun.trouble(), START);
        Verdict over = Telling.ofEnd(trouble(begun), START.plusSeconds(1));

        assertThat(title(begun))
                .isEqualTo("Replication task nightly lags behind: what has arrived is 3 h old, allowed is 2 h");
        assertThat(begun.event()).extracting(Event::level).isEqualTo(Level.FAILURE);
        assertThat(same.event()).isNull();
        assertThat(same.trouble()).isEqualTo(begun.trouble());
        assertThat(worse.event()).isNotNull();
        assertThat(title(over)).isEqualTo("Replication task nightly has caught up");
        assertThat(over.trouble()).isNull();
    }

    private static Trouble trouble(Verdict verdict) {
        return Objects.requireNonNull(verdict.trouble());
    }

    private static @Nullable String title(Verdict verdict) {
        return verdict.event() == null ? null : verdict.event().title();
    }
}
