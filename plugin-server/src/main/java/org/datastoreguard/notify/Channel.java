package org.datastoreguard.notify;

/**
 * A way to tell people, as somebody described it. Holds no secret: that stays with {@link Channels}.
 *
 * @param secretSet whether there is a password, or a key to sign with
 * @param version for optimistic locking, starts at 1
 */
public record Channel(
        String id, String name, boolean enabled, NotifyOn notifyOn, Target target, boolean secretSet, long version) {
    boolean wants(Event event) {
        return enabled && notifyOn.wants(event.level());
    }
}
