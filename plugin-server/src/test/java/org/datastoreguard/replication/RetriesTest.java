package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
    private static final GuardException TEMPORARY = new GuardException(ErrorCode.STREAM_INTERRUPTED, "cut");

    private final RecordedStory story = new RecordedStory();

    @ParameterizedTest
    @CsvSource({"1,0,1000", "2,0,2000", "3,0,4000", "6,0,32000", "7,0,60000", "50,0,60000", "1,-0.25,750", "1,0.25,1250"
    })
    void waitsLongerEachTimeUpToAMinute(int failed, double jitter, long millis) {
        assertThat(Retries.pause(failed, jitter)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void neverRetriesWhatAPersonHasToMend() {
        GuardException error = new GuardException(ErrorCode.TARGET_DIVERGED, "diverged");
        assertThatThrownBy(() -> new Retries(5).pauseAfter(error, true, story)).isSameAs(error);
    }

    @Test
    void givesUpAfterTheAllowedNumber() {
        assertThatThrownBy(() -> new Retries(0).pauseAfter(TEMPORARY, false, story))
                .isSameAs(TEMPORARY);
    }

    @Test
    @Timeout(30)
    void aCancelEndsThePause() {
        Retries retries = new Retries(5);
        CompletableFuture<Void> pause = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 4; i++) {
                retries.pauseAfter(TEMPORARY, false, story);
            }
        });
        Awaitility.await().until(() -> story.lines.stream().anyMatch(line -> line.contains("retry 1")));
        story.cancel();
        assertThatThrownBy(pause::join).hasRootCauseInstanceOf(GuardException.class);
        assertThat(story.lines).noneMatch(line -> line.contains("retry 3"));
    }
}
