package org.datastoreguard.notify;

/** Has channels told. Thread-safe. */
@FunctionalInterface
public interface ChannelWaking {
    /** Looks at once whether the channel of that id is to be told something, also where it waits for its next attempt. */
    void hurry(String channelId);
}
