package org.datastoreguard.replication;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Listing;

/** Both sides of a task that replicates {@code tank/vm}, and what {@link Side} marks as its own, to {@code pool/vm}. */
final class Pairs {
    private static final List<PlanRequest.Root> ROOTS =
            List.of(new PlanRequest.Root(new DatasetName("tank/vm"), new DatasetName("pool/vm")));

    private Pairs() {}

    static PlanRequest request(Listing source, Listing target, PlanRequest.Leave leave) {
        return new PlanRequest(
                source,
                target,
                Map.of(),
                ROOTS,
                new PlanRequest.Scope(
                        true, Excludes.NONE, snapshot -> snapshot.task() != null, ReplicationTask.Raw.AUTO, leave));
    }

    static String pick(Random random, String... words) {
        return words[random.nextInt(words.length)];
    }
}
