package org.datastoreguard.replication;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * All that a plan depends on.
 *
 * @param tokens the decoded resume tokens of target datasets; a token that could not be decoded is not in it
 */
public record PlanRequest(
        Listing source, Listing target, Map<DatasetName, ResumeToken> tokens, List<Root> roots, Scope scope) {
    public PlanRequest {
        tokens = Map.copyOf(tokens);
        roots = List.copyOf(roots);
    }

    /** The datasets of the source that the task covers, a parent always before its children. */
    Collection<Dataset> members(Root root) {
        if (!scope.recursive()) {
            return source.find(root.source()).stream().toList();
        }
        return source.within(root.source()).stream()
                .filter(dataset -> !scope.excludes().contain(dataset.name()))
                .toList();
    }

    /** A source dataset and where it goes. */
    public record Root(DatasetName source, DatasetName target) {}

    /** The same without leave to roll back, for what is still in the way after that was done. */
    PlanRequest withoutRollBack() {
        Leave leave = new Leave(false, scope.leave.fresh);
        return new PlanRequest(
                source,
                target,
                tokens,
                roots,
                new Scope(scope.recursive, scope.excludes, scope.selected, scope.raw, leave));
    }

    /** @param selected which snapshots of the source are sent */
    public record Scope(
            boolean recursive, Excludes excludes, Predicate<Snapshot> selected, ReplicationTask.Raw raw, Leave leave) {
        /** A scope that leaves every conflict to a person. */
        public Scope(boolean recursive, Excludes excludes, Predicate<Snapshot> selected, ReplicationTask.Raw raw) {
            this(recursive, excludes, selected, raw, Leave.NONE);
        }
    }

    /**
     * What the task allows where a target is not what it should be.
     *
     * @param rollsBack whether a target that diverged is rolled back
     * @param fresh what the names of targets end with that are received beside the old ones; null when none are
     */
    public record Leave(boolean rollsBack, @Nullable String fresh) {
        public static final Leave NONE = new Leave(false, null);
    }
}
