package org.datastoreguard.replication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /**
     * What a lane is opened for: each is one more connection to set up, which costs the lab's machines as much as two dozen
     * small increments.
     */
    static final long WORTH = 64L << 20;

    /** A dataset's first stream, or the rest of one, may be small or last for hours. */
    private static final long UNKNOWN = WORTH / 2;

    /** What a send costs without any data in it, in the time of so many bytes. */
    private static final long EACH = 1L << 20;

    Lanes {
        trunk = List.copyOf(trunk);
        lanes = List.copyOf(lanes);
    }

    /**
     * @param most how many datasets may be on their way at once, from 1
     * @param increments roughly how many bytes each increment brings; one that is absent counts as small
     */
    static Lanes of(List<Step> steps, int most, Map<Step, Long> increments) {
        Map<DatasetName, List<Step>> groups = steps.stream()
                .filter(step -> !(step instanceof Step.CreateParent))
                .collect(Collectors.groupingBy(Step::target, LinkedHashMap::new, Collectors.toList()));
        Set<DatasetName> above = above(groups.keySet());
        List<Group> free = groups.entrySet().stream()
                .filter(group -> !(creates(group.getValue()) && above.contains(group.getKey())))
                .map(group -> new Group(group.getValue(), worth(group.getValue(), increments)))
                .toList();
        long worth = free.stream().mapToLong(Group::worth).sum();
        int count = (int) Math.min(Math.min(most, free.size()), worth / WORTH);
        if (count < 2) {
            return new Lanes(steps, List.of());
        }
        Set<Step> aside = free.stream().flatMap(group -> group.steps().stream()).collect(Collectors.toSet());
        return new Lanes(steps.stream().filter(step -> !aside.contains(step)).toList(), dealt(free, count));
    }

    /** The steps of one dataset. */
    private record Group(List<Step> steps, long worth) {}

    private static long worth(List<Step> steps, Map<Step, Long> increments) {
        return steps.stream()
                .mapToLong(step -> EACH
                        + (step instanceof Step.Send send && (send.creates() || send.resume() != null)
                                ? UNKNOWN
                                : increments.getOrDefault(step, 0L)))
                .sum();
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

    /** The largest first, each to the lane that has least to do so far; alike ones go in turn. */
    private static List<List<Step>> dealt(List<Group> groups, int count) {
        List<List<Step>> lanes = IntStream.range(0, count)
                .<List<Step>>mapToObj(lane -> new ArrayList<>())
                .toList();
        long[] loads = new long[count];
        groups.stream()
                .sorted(Comparator.comparingLong(Group::worth).reversed())
                .forEach(group -> {
                    int least = IntStream.range(0, count)
                            .boxed()
                            .min(Comparator.comparingLong(lane -> loads[lane]))
                            .orElseThrow();
                    lanes.get(least).addAll(group.steps());
                    loads[least] += group.worth();
                });
        return lanes;
    }
}
