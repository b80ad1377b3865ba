package org.datastoreguard.replication;

import java.util.List;

/**
 * What a replication would do, dataset by dataset: a conflict concerns its own dataset and what would have to be received
 * below it, and leaves the others alone.
 *
 * @param rollBacks what is rolled back on the target before anything is sent; the task allows it
 * @param steps in order, a parent's full stream before its children's; of datasets without a conflict only
 * @param replacements what takes a target's name after the steps; the task allows it
 * @param conflicts what a person has to decide; nothing of their datasets is sent or destroyed
 */
public record Plan(
        List<RollBack> rollBacks, List<Step> steps, List<Replacement> replacements, List<Conflict> conflicts) {
    public Plan {
        rollBacks = List.copyOf(rollBacks);
        steps = List.copyOf(steps);
        replacements = List.copyOf(replacements);
        conflicts = List.copyOf(conflicts);
    }

    public List<Step.Send> sends() {
        return steps.stream()
                .filter(Step.Send.class::isInstance)
                .map(Step.Send.class::cast)
                .toList();
    }

    Plan withSteps(List<Step> others) {
        return new Plan(rollBacks, others, replacements, conflicts);
    }
}
