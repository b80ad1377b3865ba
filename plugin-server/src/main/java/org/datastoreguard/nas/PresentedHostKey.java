package org.datastoreguard.nas;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSch's question "is this the right host key?", answered from one pinned key and nothing else: no known_hosts file is
 * read or written. Remembers what the machine presented, so that a refusal can show it. One per connection attempt.
 */
final class PresentedHostKey implements HostKeyRepository {
    private final @Nullable HostKey pinned;
    private volatile @Nullable HostKey presented;

    PresentedHostKey(@Nullable HostKey pinned) {
        this.pinned = pinned;
    }

    Optional<HostKey> presented() {
        return Optional.ofNullable(presented);
    }

    @Override
    public int check(String host, byte[] key) {
        presented = HostKey.of(key);
        if (pinned == null) {
            return NOT_INCLUDED;
        }
        return pinned.matches(key) ? OK : CHANGED;
    }

    @Override
    public void add(com.jcraft.jsch.HostKey hostkey, UserInfo ui) {
        throw new UnsupportedOperationException("Host keys are pinned by people only");
    }

    @Override
    public void remove(String host, String type) {}

    @Override
    public void remove(String host, String type, byte[] key) {}

    @Override
    public String getKnownHostsRepositoryID() {
        return "pinned";
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey() {
        return new com.jcraft.jsch.HostKey[0];
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
        return new com.jcraft.jsch.HostKey[0];
    }
}
