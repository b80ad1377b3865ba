package org.datastoreguard.nas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.datastoreguard.zfs.DatasetName;

/**
 * Which rights a user lacks for protecting datasets and for receiving them. Root and sudo need none; others need
 * {@code zfs allow}. Pure.
 */
final class Rights {
    private static final List<String> NEEDED = List.of(
            "snapshot",
            "send",
            "hold",
            "release",
            "bookmark",
            "destroy",
            "mount",
            "create",
            "receive",
            "rollback",
            "rename",
            "readonly",
            "userprop");

    private Rights() {}

    static List<String> missing(NasSystem system, Output probe) {
        List<String> missing = new ArrayList<>();
        Answers.words(probe, "error")
                .map(said -> Answers.failure(system, new Output(1, "", said)).message())
                .forEach(missing::add);
        boolean root = Answers.words(probe, "uid").anyMatch("0"::equals);
        if (missing.isEmpty() && !root && !system.sudo()) {
            missing.addAll(notDelegated(system.user(), probe));
        }
        return missing;
    }

    /** A right counts as there when any dataset of the pool grants it: people delegate below the pool. */
    private static List<String> notDelegated(String user, Output probe) {
        Set<String> groups = new TreeSet<>();
        Answers.words(probe, "groups").forEach(line -> groups.addAll(Arrays.asList(line.split(" "))));
        Map<String, Set<String>> granted = new LinkedHashMap<>();
        Answers.words(probe, "pool").forEach(pool -> granted.put(pool, new LinkedHashSet<>()));
        Answers.lines(probe, "allow")
                .filter(fields -> fields.size() > 1 && DatasetName.isValid(fields.get(0)))
                .forEach(fields -> {
                    Set<String> rights = granted.get(new DatasetName(fields.get(0)).pool());
                    if (rights != null) {
                        rights.addAll(granted(fields.get(fields.size() - 1).strip(), user, groups));
                    }
                });
        List<String> missing = new ArrayList<>();
        granted.forEach((pool, rights) -> {
            List<String> lacking =
                    NEEDED.stream().filter(right -> !rights.contains(right)).toList();
            if (!lacking.isEmpty()) {
                String list = String.join(",", lacking);
                missing.add("On " + pool + ", " + user + " lacks " + list + "; grant: zfs allow " + user + " " + list
                        + " " + pool);
            }
        });
        return missing;
    }

    /** Reads {@code user guard send,hold}, {@code group staff send} or {@code everyone send}. */
    private static List<String> granted(String line, String user, Set<String> groups) {
        String[] words = line.split("\\s+");
        boolean applies = words.length == 3 && words[0].equals("user") && words[1].equals(user)
                || words.length == 3 && words[0].equals("group") && groups.contains(words[1])
                || words.length == 2 && words[0].equals("everyone");
        return applies ? List.of(words[words.length - 1].split(",")) : List.of();
    }
}
