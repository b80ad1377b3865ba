package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                2);

        assertThat(said(lanes.trunk())).containsExactly("create pool/b", "full tank/vm @a", "full tank/vm/x @a");
        assertThat(lanes.lanes().stream().map(LanesTest::said))
                .containsExactly(
                        List.of("full tank/vm/x/1 @a", "full tank/vm/y @a"),
                        List.of("full tank/vm/x/2 @a", "full tank/vm/z @a"));
    }

    @Test
    void incrementsNeedNoTrunkSinceTheirDatasetsAreThere() {
        Lanes lanes = Lanes.of(
                steps(
                        "tank/vm @a @b; tank/vm/x @a @b; tank/vm/y @a @b; tank/vm/z @a @b",
                        "pool/b/vm @a; pool/b/vm/x @a; pool/b/vm/y @a; pool/b/vm/z @a"),
                4);

        assertThat(lanes.trunk()).isEmpty();
        assertThat(lanes.lanes()).hasSize(2);
    }

    @Test
    void theSnapshotsOfADatasetStayInOneLaneAndInOrder() {
        List<Step> steps = steps(
                "tank/vm @a @b @c; tank/vm/x @a @b @c; tank/vm/y @a @b @c; tank/vm/z @a @b @c",
                "pool/b/vm @a; pool/b/vm/x @a; pool/b/vm/y @a; pool/b/vm/z @a",
                "a b c"::contains);
        Lanes lanes = Lanes.of(steps, 4);

        for (List<Step> lane : lanes.lanes()) {
            assertThat(lane).isEqualTo(steps.stream().filter(lane::contains).toList());
        }
        assertThat(lanes.steps()).containsExactlyInAnyOrderElementsOf(steps);
    }

    @ParameterizedTest(name = "{0} datasets, at most {1} at once: {2} lanes")
    @CsvSource({"1, 4, 0", "2, 4, 0", "3, 4, 2", "8, 4, 4", "100, 4, 4", "100, 1, 0", "100, 7, 7"})
    void aLaneIsOnlyOpenedForMoreThanOneDataset(int datasets, int most, int lanes) {
        String source = names("tank/vm", datasets, "@a @b");
        String target = names("pool/b/vm", datasets, "@a");

        assertThat(Lanes.of(steps(source, target), most).lanes()).hasSize(lanes);
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
