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
        if (task.transport() != ReplicationTask.Transport.DIRECT) {
            refuseCalls(errors, task);
        }
        if (task.transport() == ReplicationTask.Transport.LOCAL) {
            refuse(
                    errors,
                    "remote.nasSystemId",
                    sourceNas
                            .filter(nas -> !nas.equals(task.remote().nasSystemId()))
                            .isPresent(),
                    "with the transport LOCAL this is the source's own machine");
            refuse(
                    errors,
                    "compression",
                    task.compression() != ReplicationTask.Compression.OFF,
                    "LOCAL has no wire to compress for; only OFF");
        }
        errors.addAll(ReceivedProperties.refusals(task));
        return List.copyOf(errors);
    }

    private static void refuseCalls(List<FieldError> errors, ReplicationTask task) {
        ReplicationTask.Transport transport = task.transport();
        String nobodyCalls = "with the transport " + transport + " no machine calls another; leave it out";
        refuse(errors, "remote.hostname", task.remote().hostname() != null, nobodyCalls);
        refuse(errors, "remote.port", task.remote().port() != null, nobodyCalls);
        refuse(errors, "direction", task.direction() != ReplicationTask.Direction.PUSH, transport + " knows only PUSH");
        refuse(
                errors,
                "cipher",
                task.cipher() != ReplicationTask.Cipher.STANDARD,
                transport == ReplicationTask.Transport.LOCAL
                        ? "LOCAL encrypts nothing; only STANDARD"
                        : "RELAY uses this server's own connections; only STANDARD");
    }

    private static void refuse(List<FieldError> errors, String field, boolean broken, String rule) {
        if (broken) {
            errors.add(new FieldError(field, rule));
        }
    }
}
