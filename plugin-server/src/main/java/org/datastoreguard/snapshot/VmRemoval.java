package org.datastoreguard.snapshot;

import java.time.Duration;
import java.util.Optional;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.snapshot.VmJournal.Entry;

/** Removes one VM snapshot and then its entry, so that a death in between only makes it look once more. */
final class VmRemoval {
    /** After this a creation that nobody saw end is taken as failed: vCenter's own longest wait for a VM is shorter. */
    private static final Duration MAY_STILL_COME = Duration.ofHours(1);

    private final VmTools tools;

    VmRemoval(VmTools tools) {
        this.tools = tools;
    }

    /**
     * Whether it is gone for sure.
     *
     * @return why not, for people; empty when it is gone
     */
    Optional<String> attempt(Entry entry) {
        try {
            return entry.snapshotId() == null ? search(entry) : remove(entry, entry.snapshotId());
        } catch (GuardException e) {
            return Optional.of(e.message());
        }
    }

    private Optional<String> search(Entry entry) {
        Optional<String> found =
                tools.vcenters().find(entry.vm().vcenterId(), entry.vm().id(), entry.mark());
        if (found.isPresent()) {
            tools.journal().made(entry.id(), found.get());
            return remove(entry, found.get());
        }
        if (tools.clock().instant().isBefore(entry.createdAt().plus(MAY_STILL_COME))) {
            return Optional.of("vCenter does not show it, but may still be making it");
        }
        tools.journal().remove(entry.id());
        return Optional.empty();
    }

    private Optional<String> remove(Entry entry, String snapshotId) {
        tools.vcenters()
                .remove(entry.vm().vcenterId(), snapshotId, tools.patience().remove());
        tools.journal().remove(entry.id());
        return Optional.empty();
    }
}
