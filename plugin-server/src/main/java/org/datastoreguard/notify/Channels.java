package org.datastoreguard.notify;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the channels are kept. Thread-safe. */
public interface Channels {
    /** By name. */
    List<Channel> all();

    Optional<Channel> find(String id);

    /** The password or signing key; never logged, never answered. Empty where the channel has none. */
    Optional<String> secret(String id);

    /** @throws org.datastoreguard.error.GuardException NAME_TAKEN */
    void add(Channel channel, @Nullable String secret);

    /**
     * Replaces a channel whose stored version is {@code channel.version()}, and its secret with it; the stored version grows
     * by one. Where {@link Channel#secretSet} is false nothing is kept of the secret.
     *
     * @param secret null to keep the stored one
     * @throws org.datastoreguard.error.GuardException VERSION_CONFLICT, NOT_FOUND, NAME_TAKEN
     */
    Channel update(Channel channel, @Nullable String secret);

    /** With everything that it has yet to be told. */
    void remove(String id);
}
