package org.datastoreguard.replication;

import java.time.Duration;

/**
 * How the bytes of a task go from one machine to the other.
 *
 * @param limitKBps 1024 bytes a second, after compression; 0 for unlimited
 * @param ciphers those to be tried before all others, as OpenSSH names them
 */
record Wire(Compressor compressor, long limitKBps, String ciphers) {
    private static final String STANDARD = "aes256-gcm@openssh.com,aes128-gcm@openssh.com";
    private static final String FAST = "aes128-gcm@openssh.com,aes128-ctr";

    /** What may wait between {@code zfs send} and the limit: pipes, and blocks that a compressor has not filled yet. */
    private static final long PLAIN_BACKLOG_KB = 4 * 1024;

    private static final long PACKED_BACKLOG_KB = 64 * 1024;

    static Wire of(ReplicationTask task) {
        return new Wire(
                Compressor.of(task.compression()),
                task.limitKBps(),
                task.cipher() == ReplicationTask.Cipher.FAST ? FAST : STANDARD);
    }

    /** How long a transfer may seem to stand still only because a limit lets the last bytes out slowly. */
    Duration drain() {
        long backlog = compressor.none() ? PLAIN_BACKLOG_KB : PACKED_BACKLOG_KB;
        return limitKBps == 0 ? Duration.ZERO : Duration.ofSeconds(backlog / limitKBps);
    }

    String limit() {
        return Long.toString(limitKBps);
    }
}
