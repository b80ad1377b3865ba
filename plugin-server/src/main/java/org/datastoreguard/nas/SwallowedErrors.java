package org.datastoreguard.nas;

import com.jcraft.jsch.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What JSch only writes to its log. A connection that breaks while it signs in ends in the same "Auth fail" as a key that
 * was refused, but for the error that it logged before; one of them is worth another attempt, the other needs a person.
 */
final class SwallowedErrors implements Logger {
    private volatile @Nullable Throwable last;

    /** The last one; null when there was none. */
    @Nullable
    Throwable last() {
        return last;
    }

    @Override
    public boolean isEnabled(int level) {
        return level >= WARN;
    }

    @Override
    public void log(int level, String message) {}

    @Override
    public void log(int level, String message, @Nullable Throwable cause) {
        if (cause != null) {
            last = cause;
        }
    }
}
