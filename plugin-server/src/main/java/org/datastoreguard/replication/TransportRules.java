package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datastoreguard.error.FieldError;

/** Which settings of a task go with its transport and with each other; what would have no effect is refused rather than ignored. */
public final class TransportRules {
    private TransportRules() {}

    /**
     * @param sourceNas the machine of the source; empty while it is not known, as for a datastore that is not mapped
     * @return one entry per field that breaks a rule
     */
    public static List<FieldError> of(ReplicationTask task, Optional<String> sourceNas) {
        List<FieldError> errors = new ArrayList<>();
        if (task.transport() == ReplicationTask.Transport.LOCAL) {
            ReplicationTask.Remote remote = task.remote();
            refuse(
                    errors,
                    "remote.nasSystemId",
                    sourceNas.filter(nas -> !nas.equals(remote.nasSystemId())).isPresent(),
                    "with the transport LOCAL this is the source's own machine");
            refuse(errors, "remote.hostname", remote.hostname() != null, NOBODY_CALLS);
            refuse(errors, "remote.port", remote.port() != null, NOBODY_CALLS);
            refuse(errors, "direction", task.direction() != ReplicationTask.Direction.PUSH, "LOCAL knows only PUSH");
            refuse(
                    errors,
                    "compression",
                    task.compression() != ReplicationTask.Compression.OFF,
                    "LOCAL has no wire to compress for; only OFF");
            refuse(
                    errors,
                    "cipher",
                    task.cipher() != ReplicationTask.Cipher.STANDARD,
                    "LOCAL encrypts nothing; only STANDARD");
        }
        errors.addAll(ReceivedProperties.refusals(task));
        return List.copyOf(errors);
    }

    private static final String NOBODY_CALLS = "with the transport LOCAL no machine calls another; leave it out";

    private static void refuse(List<FieldError> errors, String field, boolean broken, String rule) {
        if (broken) {
            errors.add(new FieldError(field, rule));
        }
    }
}
