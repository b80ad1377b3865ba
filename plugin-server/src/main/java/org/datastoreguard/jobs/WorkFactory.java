package org.datastoreguard.jobs;

import java.util.List;
import java.util.Set;
import org.datastoreguard.work.Work;
import org.datastoreguard.zfs.DatasetName;

/** Where the engine hands its work to the runs. Thread-safe. */
@FunctionalInterface
public interface WorkFactory {
    /**
     * What a run has to do. Looks things up but does not touch a machine.
     *
     * @throws org.datastoreguard.error.GuardException NOT_FOUND, DATASTORE_UNMAPPED and whatever else makes it
     *     impossible to begin; the run then fails with it, at once for a permanent cause and after half an hour of
     *     waiting for a temporary one
     */
    Assignment assignmentFor(Run run);

    /**
     * Work and what it must have to itself.
     *
     * @param writes subtrees that no other run may write at the same time
     * @param nasSystemIds machines it loads for long; each carries a limited number of runs
     */
    record Assignment(Work work, List<Subtree> writes, Set<String> nasSystemIds) {
        public Assignment {
            writes = List.copyOf(writes);
            nasSystemIds = Set.copyOf(nasSystemIds);
        }
    }

    /** A dataset on a machine and all below it. */
    record Subtree(String nasSystemId, DatasetName root) {
        boolean overlaps(Subtree other) {
            return nasSystemId.equals(other.nasSystemId) && root.overlaps(other.root);
        }

        @Override
        public String toString() {
            return root + " on " + nasSystemId;
        }
    }
}
