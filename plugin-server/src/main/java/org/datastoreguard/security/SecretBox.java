package org.datastoreguard.security;

/**
 * Secrets at rest: AES-256-GCM under a master key that lies in a 0600 file. Thread-safe.
 *
 * <p>The context (table, row and column) is authenticated, so that a sealed value copied to another row does not open.
 */
public interface SecretBox {
    byte[] seal(byte[] secret, String context);

    /** @throws org.datastoreguard.error.GuardException INTERNAL when the value was not sealed by this key for this context */
    byte[] open(byte[] sealed, String context);
}
