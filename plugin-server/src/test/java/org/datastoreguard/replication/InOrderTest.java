package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.Listing;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {
    private static final PlanRequest.Leave ROLLS_BACK = new PlanRequest.Leave(true, null);

    /** What the source holds, and what of it is on a target. */
    private static final String[] HISTORIES = {
        " @a @b| @a @b",
        " @a @b @c| @a @b",
        " #a @b| @a",
        " ~a @b ~c @d| ~a @b",
        " ~a ~b| ~a",
        " @a @b| @b",
        " @b| @a @b",
        "| ",
        " @a @b| @a ~foreign",
        " @a @b| @z",
        " @a| "
    };

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        tank/vm @a @b                    | pool/vm @b                          | true
        tank/vm @a @b                    | pool/vm @a                          | true
        tank/vm #a @b                    | pool/vm @a                          | true
        tank/vm @a                       | pool/vm @other=a                    | true
        tank/vm @a; tank/vm/x ~b         | pool/vm @a; pool/vm/x ~b            | true
        # what never had a snapshot is not sent
        tank/vm @a; tank/vm/x            | pool/vm @a                          | true
        # the plan has to say what is wrong with these, not this
        tank/vm @a volume                | pool/vm @a                          | true
        tank/vm @a @b                    | pool/vm written:7 @a                | true
        # somebody else's newest, the same name but another snapshot, none, half of one, no dataset
        tank/vm @a                       | pool/vm @z                          | false
        tank/vm @a                       | pool/vm @a=z                        | false
        tank/vm @a                       | pool/vm                             | false
        tank/vm @a                       | pool/vm token @a                    | false
        tank/vm @a                       | ''                                  | false
        tank/vm @a; tank/vm/x @b         | pool/vm @a                          | false
        tank/vm @a; tank/vm/x @b         | pool/vm @a; pool/vm/x @z            | false
        ''                               | pool/vm @a                          | false
        """)
    void is_told_by_the_newest_snapshot_of_each_dataset(String source, String newest, boolean inOrder) {
        assertThat(inOrder(source, PlanRequest.Leave.NONE).isSaidBy(Side.listing(newest)))
                .isEqualTo(inOrder);
    }

    @Test
    void what_was_written_to_a_target_that_may_be_rolled_back_is_looked_at() {
        InOrder inOrder = inOrder("tank/vm @a", ROLLS_BACK);

        assertThat(inOrder.isSaidBy(Side.listing("pool/vm @a"))).isTrue();
        assertThat(inOrder.isSaidBy(Side.listing("pool/vm written:7 @a"))).isFalse();
    }

    @Test
    void only_the_datasets_that_are_sent_are_asked() {
        assertThat(inOrder("tank/vm @a; tank/vm/x; tank/vm/y #b; tank/other @c", PlanRequest.Leave.NONE)
                        .targets())
                .extracting(Object::toString)
                .containsExactly("pool/vm", "pool/vm/y");
    }

    @Test
    void a_target_that_may_be_replaced_is_looked_at_as_a_whole() {
        InOrder inOrder = inOrder("tank/vm @a", new PlanRequest.Leave(false, "-new"));

        assertThat(inOrder.targets()).isEmpty();
        assertThat(inOrder.isSaidBy(Side.listing("pool/vm @a"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void most_pairs_of_sides_that_are_tried_below_are_in_order(boolean rollsBack) {
        PlanRequest.Leave leave = new PlanRequest.Leave(rollsBack, null);
        long inOrder = new Random(7)
                .longs(300)
                .mapToObj(seed -> Tried.of(new Random(seed), leave))
                .filter(Tried::isInOrder)
                .count();
        assertThat(inOrder).isBetween(50L, 250L);
    }

    @RepeatedTest(500)
    void the_plan_is_the_same_as_of_a_target_that_was_listed_whole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        PlanRequest.Leave leave = random.nextBoolean() ? PlanRequest.Leave.NONE : ROLLS_BACK;

        Tried tried = Tried.of(random, leave);

        if (tried.isInOrder()) {
            PlanRequest brief = Pairs.request(tried.whole.source(), tried.newest, leave);
            assertThat(Planner.plan(brief)).isEqualTo(Planner.plan(tried.whole));
        }
    }

    private record Tried(PlanRequest whole, Listing newest) {
        static Tried of(Random random, PlanRequest.Leave leave) {
            StringBuilder source = new StringBuilder();
            StringBuilder target = new StringBuilder("pool;");
            boolean orderly = random.nextInt(3) > 0;
            for (String dataset : List.of("vm", "vm/a", "vm/a/b", "vm/c")) {
                String type = Pairs.pick(random, " volume", "", "");
                String[] history = HISTORIES[random.nextInt(orderly ? 7 : HISTORIES.length)].split("\\|");
                source.append("tank/").append(dataset).append(type);
                source.append(Pairs.pick(random, " encrypted", " locked", ""));
                source.append(history[0]).append(';');
                if (!history[1].isBlank() || random.nextBoolean()) {
                    target.append("pool/").append(dataset).append(type);
                    target.append(orderly ? "" : Pairs.pick(random, " token", " written:7", "", "", ""));
                    target.append(Pairs.pick(random, " encrypted", " locked", " stream:L,c,e", ""));
                    target.append(Pairs.pick(random, history[1].isBlank() ? "" : " @older", ""));
                    target.append(history[1]).append(';');
                }
            }
            Listing there = Side.listing(target.toString());
            return new Tried(
                    Pairs.request(Side.listing(source.toString()), there, leave),
                    new Listing(there.byName().values().stream().map(Tried::end).toList()));
        }

        private static Dataset end(Dataset dataset) {
            return new Dataset(
                    dataset.name(), dataset.state(), dataset.newest().stream().toList(), List.of());
        }

        boolean isInOrder() {
            return new InOrder(whole).isSaidBy(newest);
        }
    }

    private static InOrder inOrder(String source, PlanRequest.Leave leave) {
        return new InOrder(Pairs.request(Side.listing(source), Listing.EMPTY, leave));
    }
}
