package org.datastoreguard.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datastoreguard.zfs.DestroyAnswer.Outcome;

/** What became of many snapshots, in few lines. Pure. */
public record DestroySummary(List<DestroyAnswer> answers) {
    private static final int SHOWN = 20;

    public DestroySummary {
        answers = List.copyOf(answers);
    }

    /** @param what of what kind they are, such as "snapshots that have outlived their lifetime" */
    public Optional<String> destroyed(String what) {
        List<DestroyAnswer> destroyed = which(Outcome.DESTROYED);
        if (destroyed.isEmpty()) {
            return Optional.empty();
        }
        String names = destroyed.stream()
                .limit(SHOWN)
                .map(answer -> answer.name().toString())
                .collect(Collectors.joining(", "));
        return Optional.of(
                "Deleted " + destroyed.size() + " " + what + ": " + names + (destroyed.size() > SHOWN ? " …" : ""));
    }

    /** One line for each that is still there, with the reason, and one for those beyond twenty. */
    public List<String> kept() {
        List<DestroyAnswer> kept = which(Outcome.KEPT);
        List<String> lines = new ArrayList<>(kept.stream()
                .limit(SHOWN)
                .map(answer -> "Not deleted: " + answer.name() + ", " + answer.reason())
                .toList());
        if (kept.size() > SHOWN) {
            lines.add("Not deleted: " + (kept.size() - SHOWN) + " more");
        }
        return lines;
    }

    private List<DestroyAnswer> which(Outcome outcome) {
        return answers.stream().filter(answer -> answer.outcome() == outcome).toList();
    }
}
