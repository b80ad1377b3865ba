package org.datastoreguard.jobs;

import java.util.HashMap;
import java.util.Map;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.slf4j.Logger;

/**
 * Says what is wrong once, and again only when something else is wrong or when it came back after all was well: what is
 * repeated each minute is not read. For one thread.
 */
final class Complaints {
    private final Logger log;
    private final Map<String, String> said = new HashMap<>();

    Complaints(Logger log) {
        this.log = log;
    }

    /** Whether a vCenter refuses for good what it was asked, so that asking again would not help. */
    static boolean isForGood(GuardException refused) {
        return refused.code() == ErrorCode.VCENTER_FAULT || refused.code() == ErrorCode.VCENTER_NO_PERMISSION;
    }

    /** @param about whose complaint it is; each has one at a time */
    void wrong(String about, String words) {
        if (!words.equals(said.put(about, words))) {
            log.warn("{}", words);
        }
    }

    /** @param words said where something was wrong before */
    void well(String about, String words) {
        if (said.remove(about) != null) {
            log.info("{}", words);
        }
    }
}
