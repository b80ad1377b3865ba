package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datastoreguard.zfs.DatasetName;

/**
 * Steps that may be done side by side. The trunk is done first: what is received below a dataset needs that dataset. The
 * lanes after it know nothing of each other; within each, order counts.
 *
 * @param trunk empty where nothing needs to come first
 * @param lanes none of them empty; none at all where the trunk does everything
 */
record Lanes(List<Step> trunk, List<List<Step>> lanes) {
    /** Each lane is one more connection to set up, which a single small increment is not worth. */
    private static final int DATASETS_EACH = 2;

    Lanes {
        trunk = List.copyOf(trunk);
        lanes = List.copyOf(lanes);
    }

    /** @param most how many datasets may be on their way at once, from 1 */
    static Lanes of(List<Step> steps, int most) {
        Map<DatasetName, List<Step>> groups = steps.stream()
                .filter(step -> !(step instanceof Step.CreateParent))
                .collect(Collectors.groupingBy(Step::target, LinkedHashMap::new, Collectors.toList()));
        Set<DatasetName> above = above(groups.keySet());
        List<List<Step>> free = groups.entrySet().stream()
                .filter(group -> !(creates(group.getValue()) && above.contains(group.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        int count = Math.min(most, (free.size() + DATASETS_EACH - 1) / DATASETS_EACH);
        if (count < 2) {
            return new Lanes(steps, List.of());
        }
        Set<Step> aside = free.stream().flatMap(List::stream).collect(Collectors.toSet());
        return new Lanes(steps.stream().filter(step -> !aside.contains(step)).toList(), dealt(free, count));
    }

    /** The lanes, the trunk first, by the numbers that the scripts know them by. */
    Map<Integer, List<Step>> numbered() {
        Map<Integer, List<Step>> numbered = new LinkedHashMap<>();
        if (!trunk.isEmpty()) {
            numbered.put(0, trunk);
        }
        for (int i = 0; i < lanes.size(); i++) {
            numbered.put(i + 1, lanes.get(i));
        }
        return numbered;
    }

    Stream<Step> steps() {
        return numbered().values().stream().flatMap(List::stream);
    }

    private static Set<DatasetName> above(Set<DatasetName> targets) {
        Set<DatasetName> above = new TreeSet<>();
        for (DatasetName target : targets) {
            target.parent().ifPresent(parent -> addWithAbove(parent, above));
        }
        return above;
    }

    private static void addWithAbove(DatasetName dataset, Set<DatasetName> above) {
        if (above.add(dataset)) {
            dataset.parent().ifPresent(parent -> addWithAbove(parent, above));
        }
    }

    private static boolean creates(List<Step> group) {
        return group.stream().anyMatch(step -> step instanceof Step.Send send && send.creates());
    }

    /** In turn, so that neighbours, which are often alike, do not end up in one lane. */
    private static List<List<Step>> dealt(List<List<Step>> groups, int count) {
        List<List<Step>> lanes = new ArrayList<>();
        for (int lane = 0; lane < count; lane++) {
            List<Step> own = new ArrayList<>();
            for (int i = lane; i < groups.size(); i += count) {
                own.addAll(groups.get(i));
            }
            lanes.add(own);
        }
        return lanes;
    }
}
