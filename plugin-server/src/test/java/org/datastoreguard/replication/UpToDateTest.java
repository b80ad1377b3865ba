package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.datastoreguard.zfs.Listing;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpToDateTest {
    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        tank/vm @a @b               | pool/vm @a @b                 | true
        tank/vm @b                  | pool/vm @a @b                 | true
        tank/vm volume @a           | pool/vm @a                    | true
        tank/vm @a; tank/vm/x ~b    | pool/vm @a; pool/vm/x ~b      | true
        tank/vm @a                  | pool/vm @a; pool/vm/other @q  | true
        # what has something to send, or is not what it should be
        tank/vm @a @b               | pool/vm @a                    | false
        tank/vm @a                  | pool/vm @a @z                 | false
        tank/vm @a                  | pool/vm                       | false
        tank/vm @a                  | ''                            | false
        tank/vm @a; tank/vm/x @b    | pool/vm @a                    | false
        # it takes more than the newest snapshots to tell
        tank/vm @a ~x               | pool/vm @a                    | false
        tank/vm                     | pool/vm                       | false
        ''                          | pool/vm @a                    | false
        """)
    void is_told_by_the_newest_snapshots(String source, String target, boolean upToDate) {
        PlanRequest request = Pairs.request(Side.listing(source), Side.listing(target), PlanRequest.Leave.NONE);

        assertThat(UpToDate.target(request).isPresent()).isEqualTo(upToDate);
    }

    @ParameterizedTest
    @CsvSource({"true,", "false,-new"})
    void is_not_told_where_the_task_may_undo_or_replace(boolean rollsBack, String fresh) {
        PlanRequest request = Pairs.request(
                Side.listing("tank/vm @a"), Side.listing("pool/vm @a"), new PlanRequest.Leave(rollsBack, fresh));

        assertThat(UpToDate.target(request)).isEmpty();
    }

    @RepeatedTest(300)
    void the_plan_is_the_same_as_of_a_target_that_was_asked_how_it_stands(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder source = new StringBuilder();
        StringBuilder target = new StringBuilder("pool;");
        for (String dataset : List.of("vm", "vm/a", "vm/a/b", "vm/c")) {
            String type = Pairs.pick(random, " volume", "", "");
            String history = Pairs.pick(random, " @a", " @a @b", " ~a @b", " @a ~b");
            source.append("tank/").append(dataset).append(type).append(Pairs.pick(random, " encrypted", " locked", ""));
            source.append(history).append(';');
            target.append("pool/").append(dataset).append(type);
            target.append(Pairs.pick(random, " token", " written:7", " encrypted", " locked", " stream:L,c,e", ""));
            target.append(Pairs.pick(random, " @older", ""))
                    .append(random.nextInt(8) > 0 ? history : " @a")
                    .append(';');
        }
        Listing asked = Side.listing(target.toString());
        PlanRequest request = Pairs.request(Side.listing(source.toString()), asked, PlanRequest.Leave.NONE);

        Optional<Listing> upToDate = UpToDate.target(request);

        upToDate.ifPresent(
                listing -> assertThat(Planner.plan(Pairs.request(request.source(), listing, PlanRequest.Leave.NONE)))
                        .isEqualTo(Planner.plan(request)));
    }
}
