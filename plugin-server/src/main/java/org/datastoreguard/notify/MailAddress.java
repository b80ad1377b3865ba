package org.datastoreguard.notify;

import java.util.regex.Pattern;
import org.datastoreguard.error.GuardException;

/** The mail addresses that are taken: plain ones, with nothing that could mean more than one word in a header. */
public final class MailAddress {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
                    + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?)*");
    private static final int LONGEST = 254;

    private MailAddress() {}

    /** @return the text @throws GuardException INVALID_FIELD naming the field, never the text */
    public static String check(String field, String text) {
        if (text.length() > LONGEST || !PLAIN.matcher(text).matches()) {
            throw GuardException.invalid(
                    field, "must be one plain mail address such as storage@example.org, without a name or line end");
        }
        return text;
    }
}
