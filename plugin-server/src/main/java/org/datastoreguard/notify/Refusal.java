package org.datastoreguard.notify;

import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** Why a message could not be sent, in words that say what to do next. */
final class Refusal {
    private static final int LONGEST = 2000;

    private Refusal() {}

    static GuardException of(String what, Throwable cause) {
        return new GuardException(ErrorCode.NOTIFICATION_FAILED, Plain.line(what, LONGEST), cause);
    }

    static GuardException of(String what) {
        return new GuardException(ErrorCode.NOTIFICATION_FAILED, Plain.line(what, LONGEST));
    }

    /** @param refused each with the server's answer */
    static GuardException partly(List<String> refused) {
        return of("Sent, but not to everybody: the mail server refused " + String.join("; ", refused)
                + ". Correct or remove these addresses");
    }
}
