package org.datastoreguard.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.error.FieldError;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.nas.Script;

/** Whether the machines have the programs that a task's compression and limit need. */
public final class TransferTools {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String FIRST_OF =
            "for tool in \"$@\"; do if command -v \"$tool\" >/dev/null 2>&1; then echo found; exit 0; fi; done\n";

    private TransferTools() {}

    /** Whether a look at the source is worth while; likewise {@link #neededOnTarget}. */
    public static boolean neededOnSource(ReplicationTask task) {
        return neededOnTarget(task) || task.limitKBps() > 0;
    }

    public static boolean neededOnTarget(ReplicationTask task) {
        return task.compression() != ReplicationTask.Compression.OFF;
    }

    /**
     * @return one entry per missing program, naming it and the machine
     * @throws org.datastoreguard.error.GuardException NAS_* when the machine cannot be asked
     */
    public static List<FieldError> missingOnSource(ReplicationTask task, Nas source) {
        List<FieldError> missing = new ArrayList<>(missing(task, source, "source"));
        if (task.limitKBps() > 0 && !hasOneOf(source, "pv", "mbuffer")) {
            missing.add(new FieldError(
                    "limitKBps",
                    "neither pv nor mbuffer is installed on " + source.system().name() + ", the source"));
        }
        return missing;
    }

    /** The same for the other end, which keeps no limit. */
    public static List<FieldError> missingOnTarget(ReplicationTask task, Nas target) {
        return missing(task, target, "target");
    }

    private static List<FieldError> missing(ReplicationTask task, Nas nas, String side) {
        Compressor compressor = Compressor.of(task.compression());
        return compressor.none() || hasOneOf(nas, compressor.tool())
                ? List.of()
                : List.of(new FieldError(
                        "compression",
                        compressor.tool() + " is not installed on "
                                + nas.system().name() + ", the " + side));
    }

    private static boolean hasOneOf(Nas nas, String... tools) {
        return nas.run(Script.of("datastore-guard-tools", FIRST_OF, tools), DEADLINE)
                .stdout()
                .contains("found");
    }
}
