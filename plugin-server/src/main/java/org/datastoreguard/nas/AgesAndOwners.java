package org.datastoreguard.nas;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.ZfsErrors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a machine when snapshots were made and whose they are. Either costs a hundred times what a name does, so only what
 * has to be known should be asked. Thread-safe.
 */
public final class AgesAndOwners {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int MOST_AT_ONCE = 2000;
    private static final int FIELDS = 4;

    private static final String ASK = """
            ask() { [ $# -eq 0 ] || zfs get -Hp -o name,property,value,source creation,org.datastoreguard:task "$@"; }
            set --
            while IFS= read -r one; do
              [ -z "$one" ] || set -- "$@" "$one"
              [ $# -lt 200 ] || { ask "$@" </dev/null; set --; }
            done <<EOF
            $input
            EOF
            ask "$@"
            exit 0
            """;

    private final Nas nas;
    private final Set<String> origins;

    /**
     * @param origins where a snapshot's owner may come from: {@code local}, and {@code received} on a target; one that is
     *     inherited from the dataset says nothing
     */
    public AgesAndOwners(Nas nas, Set<String> origins) {
        this.nas = nas;
        this.origins = Set.copyOf(origins);
    }

    /** @param owner the task whose name stands on the snapshot itself; null for none */
    public record Detail(Instant creation, @Nullable String owner) {}

    /**
     * @return what is known; one that was destroyed meanwhile is absent
     * @throws GuardException NAS_*, ZFS_FAILED
     */
    public Map<Snapshot, Detail> of(Collection<Snapshot> snapshots) {
        Map<Snapshot, Detail> details = new HashMap<>();
        List<Snapshot> all = List.copyOf(snapshots);
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            ask(all.subList(from, Math.min(from + MOST_AT_ONCE, all.size())), details);
        }
        return details;
    }

    private void ask(List<Snapshot> snapshots, Map<Snapshot, Detail> details) {
        Map<String, Snapshot> byName = new LinkedHashMap<>();
        snapshots.forEach(snapshot -> byName.put(snapshot.name().toString(), snapshot));
        Output output = nas.run(
                new Script("datastore-guard:retention", ASK, List.of(), new ArrayList<>(byName.keySet())), DEADLINE);
        refuseFailure(output);
        Map<String, String> owners = new HashMap<>();
        Map<String, Instant> creations = new HashMap<>();
        for (String line : output.stdout().lines().toList()) {
            String[] fields = fields(line);
            if (fields[1].equals("creation")) {
                creations.put(fields[0], Instant.ofEpochSecond(seconds(fields[2])));
            } else if (origins.contains(fields[3])) {
                owners.put(fields[0], fields[2]);
            }
        }
        byName.forEach((name, snapshot) -> {
            Instant creation = creations.get(name);
            if (creation != null) {
                details.put(snapshot, new Detail(creation, owners.get(name)));
            }
        });
    }

    private void refuseFailure(Output output) {
        boolean failed = output.stderr()
                .lines()
                .anyMatch(
                        line -> !line.isBlank() && !line.contains("does not exist") && !line.contains("no such pool"));
        if (failed || !output.ok()) {
            String words = output.stderr().strip();
            throw GuardException.ofCommand(
                    ZfsErrors.classify(words),
                    nas.system().name() + " cannot say how old its snapshots are: " + words,
                    output.stderr());
        }
    }

    private static String[] fields(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Expected " + FIELDS + " fields, got: " + line);
        }
        return fields;
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new GuardException(ErrorCode.NAS_ANSWER_UNREADABLE, "Not a number: " + text, e);
        }
    }
}
