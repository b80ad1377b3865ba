package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.work.Story;

/** What a run leaves to a person: it does all the rest first and fails with this at its end. */
record Undecided(List<Conflict> conflicts, List<String> remarks) {
    Undecided {
        conflicts = List.copyOf(conflicts);
        remarks = List.copyOf(remarks);
    }

    /** @param remarks what was tried about them and why it was not possible */
    static Undecided of(Plan plan, Collection<String> remarks) {
        return new Undecided(plan.conflicts(), List.copyOf(remarks));
    }

    /** At once, since the rest of the run may take hours. */
    void tell(Story story) {
        remarks.forEach(story::warn);
        conflicts.forEach(conflict -> story.warn(conflict.message()));
    }

    /** @throws GuardException with the code of the first conflict and all of them in its message */
    void refuse(boolean othersWent) {
        if (conflicts.isEmpty()) {
            return;
        }
        List<String> lines =
                new ArrayList<>(conflicts.stream().map(Conflict::message).toList());
        lines.addAll(remarks);
        String rest = othersWent ? ". Nothing of this was sent; all other datasets were" : ". Nothing was sent";
        throw new GuardException(conflicts.get(0).code(), String.join("\n", lines) + rest);
    }
}
