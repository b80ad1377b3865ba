package org.datastoreguard.notify;

/** How much something matters, most first. */
public enum Level {
    FAILURE,
    WARNING,
    INFO
}
