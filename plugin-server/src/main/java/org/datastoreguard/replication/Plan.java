package org.datastoreguard.replication;

import java.util.List;

/** What a replication would do: ordered steps, or what keeps it from doing anything at all. */
public sealed interface Plan {
    /** @param steps in order, a parent's full stream before its children's; empty when both sides are equal */
    record Steps(List<Step> steps) implements Plan {
        public Steps {
            steps = List.copyOf(steps);
        }

        public List<Step.Send> sends() {
            return steps.stream()
                    .filter(Step.Send.class::isInstance)
                    .map(Step.Send.class::cast)
                    .toList();
        }
    }

    /** @param conflicts at least one; nothing is sent or destroyed while one stands */
    record Conflicts(List<Conflict> conflicts) implements Plan {
        public Conflicts {
            conflicts = List.copyOf(conflicts);
        }
    }
}
