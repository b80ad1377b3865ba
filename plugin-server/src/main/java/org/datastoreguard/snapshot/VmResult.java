package org.datastoreguard.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How a ZFS snapshot holds one virtual machine.
 *
 * @param vmId managed object id
 * @param reason why it is not CONSISTENT, for people
 */
public record VmResult(
        String vmId,
        String vmName,
        Outcome outcome,
        @Nullable String reason) {
    public enum Outcome {
        /** Its file systems were quiesced. */
        CONSISTENT,
        /** As after a power failure. */
        CRASH_CONSISTENT,
        /** It did not run, so there was nothing to quiesce. */
        SKIPPED
    }
}
