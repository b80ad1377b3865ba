package org.datastoreguard.store;

import org.jspecify.annotations.Nullable;

/** Text as a database takes it. */
final class Text {
    private Text() {}

    /** PostgreSQL refuses NUL, and what a machine wrote to its stderr may hold one. */
    static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }
}
