package org.datastoreguard.zfs;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;

/** The 64-bit identity that a snapshot keeps wherever it is sent. Unsigned; written in decimal as {@code zfs get -p} does. */
public record Guid(long bits) {
    public static Guid parse(String decimal) {
        try {
            return new Guid(Long.parseUnsignedLong(decimal));
        } catch (NumberFormatException e) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Not a guid: " + Names.quoted(decimal), e);
        }
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
