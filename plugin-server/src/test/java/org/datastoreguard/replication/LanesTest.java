package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
    private static final DatasetName VM = new DatasetName("tank/vm");

    @Test
    void whatIsReceivedBelowAnotherComesAfterIt() {
        Lanes lanes = Lanes.of(
                steps("tank/vm @a; tank/vm/x @a; tank/vm/x/1 @a; tank/vm/x/2 @a; tank/vm/y @a; tank/vm/z @a", "pool"),
                2,
                Map.of());

        assertThat(said(lanes.trunk())).containsExactly("create pool/b", "full tank/vm @a", "full tank/vm/x @a");
        assertThat(lanes.lanes().stream().map(LanesTest::said))
                .containsExactly(
                        List.of("full tank/vm/x/1 @a", "full tank/vm/y @a"),
                        List.of("full tank/vm/x/2 @a", "full tank/vm/z @a"));
    }

    @Test
    void incrementsNeedNoTrunkSinceTheirDatasetsAreThere() {
        List<Step> steps = steps(
                "tank/vm @a @b; tank/vm/x @a @b; tank/vm/y @a @b; tank/vm/z @a @b",
                "pool/b/vm @a; pool/b/vm/x @a; pool/b/vm/y @a; pool/b/vm/z @a");
        Lanes lanes = Lanes.of(steps, 4, all(steps, Lanes.WORTH / 2));

        assertThat(lanes.trunk()).isEmpty();
        assertThat(lanes.lanes()).hasSize(2);
    }

    @Test
    void theSnapshotsOfADatasetStayInOneLaneAndInOrder() {
        List<Step> steps = steps(
                "tank/vm @a @b @c; tank/vm/x @a @b @c; tank/vm/y @a @b @c; tank/vm/z @a @b @c",
                "pool/b/vm @a; pool/b/vm/x @a; pool/b/vm/y @a; pool/b/vm/z @a",
                "a b c"::contains);
        Lanes lanes = Lanes.of(steps, 4, all(steps, Lanes.WORTH));

        assertThat(lanes.lanes()).hasSize(4);
        for (List<Step> lane : lanes.lanes()) {
            assertThat(lane).isEqualTo(steps.stream().filter(lane::contains).toList());
        }
        assertThat(lanes.steps()).containsExactlyInAnyOrderElementsOf(steps);
    }

    @ParameterizedTest(name = "{0} increments of {1} MiB, at most {2} at once: {3} lanes")
    @CsvSource({
        "1, 1000000, 4, 0",
        "2, 1000, 4, 2",
        "100, 0, 4, 0",
        "128, 0, 4, 2",
        "300, 0, 4, 4",
        "8, 16, 4, 2",
        "100, 1000, 1, 0",
        "100, 1000, 7, 7"
    })
    void aLaneIsOnlyOpenedWhereItSavesMoreThanItsConnectionCosts(int datasets, long megabytes, int most, int lanes) {
        List<Step> steps = steps(names("tank/vm", datasets, "@a @b"), names("pool/b/vm", datasets, "@a"));

        assertThat(Lanes.of(steps, most, all(steps, megabytes << 20)).lanes()).hasSize(lanes);
    }

    @Test
    void aLargeIncrementHasALaneOfItsOwn() {
        List<Step> steps = steps(names("tank/vm", 9, "@a @b"), names("pool/b/vm", 9, "@a"));
        Step large = steps.get(3);

        Lanes lanes = Lanes.of(steps, 2, Map.of(large, 1L << 40));

        assertThat(lanes.lanes().get(0)).containsExactly(large);
        assertThat(lanes.lanes().get(1)).hasSize(8);
    }

    private static Map<Step, Long> all(List<Step> steps, long bytes) {
        return steps.stream().collect(Collectors.toMap(step -> step, step -> bytes));
    }

    private static String names(String root, int datasets, String snapshots) {
        List<String> names = new ArrayList<>(List.of(root + " " + snapshots));
        IntStream.range(1, datasets).forEach(i -> names.add(root + "/d" + i + " " + snapshots));
        return String.join("; ", names);
    }

    private static List<Step> steps(String source, String target) {
        return steps(source, target, label -> true);
    }

    private static List<Step> steps(String source, String target, java.util.function.Predicate<String> labels) {
        Plan plan = Planner.plan(new PlanRequest(
                Side.listing(source),
                Side.listing(target),
                Map.of(),
                List.of(new PlanRequest.Root(VM, new DatasetName("pool/b/vm"))),
                new PlanRequest.Scope(true, Excludes.NONE, s -> labels.test(s.label()), ReplicationTask.Raw.AUTO)));
        return plan.steps();
    }

    private static List<String> said(List<Step> steps) {
        return steps.stream().map(Step::toString).toList();
    }
}
