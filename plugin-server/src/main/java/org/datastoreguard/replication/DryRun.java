package org.datastoreguard.replication;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run would do now, for somebody to look at.
 *
 * @param sizes the streams' estimated bytes, by step; a size that is not known is absent
 * @param retention what it would destroy on the target in the end
 */
public record DryRun(Plan plan, Map<Step, Long> sizes, TargetPlan retention) {
    /** Empty when the size is not known. */
    public OptionalLong bytes(Step step) {
        Long bytes = sizes.get(step);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Empty when the size of one of them is not known. */
    public OptionalLong totalBytes() {
        List<Step.Send> sends = plan.sends();
        return sends.stream().allMatch(sizes::containsKey)
                ? OptionalLong.of(sends.stream().mapToLong(sizes::get).sum())
                : OptionalLong.empty();
    }
}
