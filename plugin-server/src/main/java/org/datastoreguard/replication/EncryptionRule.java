package org.datastoreguard.replication;

import java.util.Optional;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;

/**
 * Whether a dataset travels raw. Encrypted data stays encrypted unless the task asks otherwise; once chosen, the choice
 * holds for the life of the target, since raw and plain streams on one dataset never mix (design/engine.md, rule 9).
 */
record EncryptionRule(
        ReplicationTask.Raw choice, Dataset source, DatasetName target, Optional<Dataset> receivingAncestor) {

    boolean rawForNew() {
        return switch (choice) {
            case AUTO -> source.state().encrypted();
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    Optional<Conflict> conflictForNew() {
        if (rawForNew()) {
            return Optional.empty();
        }
        if (!source.state().keyAvailable()) {
            return conflict("the source's key is not loaded, so it can only be sent raw");
        }
        if (receivingAncestor.filter(parent -> !parent.state().keyAvailable()).isPresent()) {
            return conflict("the target's parent is encrypted and its key is not loaded");
        }
        return Optional.empty();
    }

    /** How the target was first sent; null when another tool brought it. */
    private @Nullable StreamFlags remembered(Dataset existing) {
        String stream = existing.state().stream();
        return stream == null || existing.snapshots().isEmpty() ? null : StreamFlags.parse(stream);
    }

    /** How an interrupted first receive was begun, which is noted on it at once. */
    StreamFlags begun(Dataset partial, ResumeToken token) {
        String stream = partial.state().stream();
        return stream == null ? token.flags() : StreamFlags.parse(stream).withRaw(token.raw());
    }

    /** How increments go onto an existing target. */
    StreamFlags flags(Dataset existing) {
        StreamFlags remembered = remembered(existing);
        return remembered == null ? StreamFlags.BEST.withRaw(rawForNew()) : remembered;
    }

    Optional<Conflict> conflictForExisting(Dataset existing) {
        StreamFlags remembered = remembered(existing);
        boolean raw = flags(existing).raw();
        if (remembered != null
                && choice != ReplicationTask.Raw.AUTO
                && remembered.raw() != rawForNew()
                && source.state().encrypted()) {
            return lasting("it was first sent " + (raw ? "raw" : "decrypted")
                    + ", and that cannot change; choose another target for the other way");
        }
        if (raw && source.state().encrypted() && !existing.state().encrypted()) {
            return lasting("the source is encrypted and goes raw, but the target holds it decrypted");
        }
        if (!raw && !source.state().keyAvailable()) {
            return conflict("the source's key is not loaded, and the target holds it decrypted");
        }
        if (!raw && !existing.state().keyAvailable()) {
            return conflict("the target's key is not loaded");
        }
        return Optional.empty();
    }

    private Optional<Conflict> conflict(String why) {
        return Optional.of(new Conflict.EncryptionMismatch(source.name(), target, why, false));
    }

    private Optional<Conflict> lasting(String why) {
        return Optional.of(new Conflict.EncryptionMismatch(source.name(), target, why, true));
    }
}
