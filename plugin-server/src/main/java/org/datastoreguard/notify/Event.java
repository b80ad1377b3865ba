package org.datastoreguard.notify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell. Holds no secret and no control characters but line ends in the text.
 *
 * @param subject what it is about, the same for all that is told of it: {@code run/TASK} or {@code concern/…}
 * @param title one line
 * @param text why, and what to do next; may be empty
 * @param code of an error; its page in the runbook says more
 * @param runId the run that ended; null for a concern
 */
public record Event(
        String subject,
        Level level,
        Kind kind,
        Instant at,
        String title,
        String text,
        @Nullable String code,
        @Nullable String runId) {

    /** What became of the subject, in the order in which a message lists them. */
    public enum Kind {
        FAILED("failure", "failures"),
        WARNED("warning", "warnings"),
        WORKS_AGAIN("works again", "work again"),
        SUCCEEDED("success", "successes"),
        CANCELLED("cancelled", "cancelled");

        private final String one;
        private final String many;

        Kind(String one, String many) {
            this.one = one;
            this.many = many;
        }

        String counted(long count) {
            return count + " " + (count == 1 ? one : many);
        }
    }

    public Event {
        title = Plain.line(title);
        text = Plain.lines(text);
    }
}
