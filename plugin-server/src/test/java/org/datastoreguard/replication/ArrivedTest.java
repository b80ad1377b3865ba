package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.datastoreguard.zfs.Bookmark;
import org.datastoreguard.zfs.Dataset;
import org.datastoreguard.zfs.Listing;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivedTest {
    private static final Marker MARKER = new Marker("task-1");
    /** What the source holds, and what of it is on a target that was left in order. */
    private static final String[] HISTORIES = {
        " @a @b #b| @a @b",
        " @a #a @b| @a",
        " ~a @b #b ~c @d| ~a @b",
        " @a @b #a #b @c @d| @a @b",
        " ~a #a ~b| ~a",
        " @a #a @b| @a ~foreign",
        " @a #a @b| @z"
    };

    /** In these, {@code #a} is the bookmark of our task that says that a arrived, {@code !a} one of somebody else. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
        tank/vm @a #a                      | pool/vm@a
        tank/vm @a=x #x                    | pool/vm@a
        tank/vm @a @b #a #b                | pool/vm@b
        tank/vm @a #a; tank/vm/c @b #b     | pool/vm@a,pool/vm/c@b
        # of all else the target lists what it has
        tank/vm @a #a @b                   | pool/vm
        tank/vm @a                         | pool/vm
        tank/vm @a !a                      | pool/vm
        tank/vm #a                         | pool/vm
        tank/vm                            | pool/vm
        tank/vm @a #a; tank/vm/c @b #b @d  | pool/vm@a,pool/vm/c
        ''                                 | ''
        """)
    void asks_by_name_for_the_newest_where_it_has_arrived(String source, String questions) {
        assertThat(arrived(source).questions())
                .containsExactly(questions.isEmpty() ? new String[0] : questions.split(","));
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        tank/vm @a #a                     | pool/vm @a                          | true
        tank/vm @a #a @b                  | pool/vm @a                          | true
        tank/vm volume @a #a              | pool/vm @a                          | true
        # what is wrong with these is for the plan to say
        tank/vm @a #a @b                  | pool/vm                             | true
        tank/vm @a #a @b                  | pool/vm @a @foreign                 | true
        # what was left there is not there any more
        tank/vm @a #a                     | ''                                  | false
        tank/vm @a #a @b                  | ''                                  | false
        tank/vm @a #a; tank/vm/c @b #b    | pool/vm @a                          | false
        # the name is there, but it is another snapshot; or it has another name by now
        tank/vm @a #a                     | pool/vm @a=z                        | false
        tank/vm @a #a                     | pool/vm @z=a                        | false
        # an interrupted receive has to be looked at
        tank/vm @a #a @b                  | pool/vm token @a                    | false
        ''                                | pool/vm @a                          | false
        """)
    void is_confirmed_by_guid_and_name(String source, String target, boolean confirmed) {
        Listing there = Side.listing(target);

        assertThat(arrived(source).confirmed(there, there).isPresent()).isEqualTo(confirmed);
    }

    @Test
    void a_target_that_is_behind_but_did_not_say_how_it_stands_is_not_confirmed() {
        assertThat(arrived("tank/vm @a #a @b").confirmed(Listing.EMPTY, Side.listing("pool/vm @a")))
                .isEmpty();
    }

    private static Arrived arrived(String source) {
        return new Arrived(request(marked(source), Listing.EMPTY), MARKER);
    }

    /** Newer snapshots that others took on a target which is not behind are left out: nothing is sent onto them. */
    @RepeatedTest(300)
    void the_plan_is_the_same_as_of_a_target_that_was_listed_whole(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        StringBuilder source = new StringBuilder();
        StringBuilder target = new StringBuilder("pool;");
        for (String dataset : List.of("vm", "vm/a", "vm/a/b", "vm/c")) {
            String type = Pairs.pick(random, " volume", "", "");
            source.append("tank/").append(dataset).append(type).append(Pairs.pick(random, " encrypted", " locked", ""));
            String[] history = Pairs.pick(random, HISTORIES).split("\\|");
            source.append(history[0]).append(';');
            target.append("pool/").append(dataset).append(type);
            target.append(Pairs.pick(random, " written:7", " encrypted", " locked", " stream:L,c,e", ""));
            target.append(Pairs.pick(random, " @older", "")).append(history[1]).append(';');
        }
        Listing whole = Side.listing(target.toString());
        PlanRequest request = request(marked(source.toString()), whole);
        Arrived arrived = new Arrived(request, MARKER);
        Listing answer = answer(arrived.questions(), whole);

        Listing named = arrived.confirmed(answer, answer).orElseThrow();

        assertThat(Planner.plan(request(request.source(), named))).isEqualTo(Planner.plan(request));
    }

    /** Of what was asked for by name nothing but the one snapshot. */
    private static Listing answer(List<String> asked, Listing whole) {
        List<Dataset> datasets = new ArrayList<>();
        for (Dataset dataset : whole.byName().values()) {
            List<Snapshot> snapshots = dataset.snapshots().stream()
                    .filter(snapshot -> asked.contains(dataset.name().value())
                            || asked.contains(snapshot.name().toString()))
                    .toList();
            datasets.add(new Dataset(dataset.name(), dataset.state(), snapshots, List.of()));
        }
        return new Listing(datasets);
    }

    private static Listing marked(String text) {
        List<Dataset> datasets = new ArrayList<>();
        Side.listing(text.replace("!", "#other-"))
                .byName()
                .values()
                .forEach(dataset -> datasets.add(new Dataset(
                        dataset.name(),
                        dataset.state(),
                        dataset.snapshots(),
                        dataset.bookmarks().stream().map(ArrivedTest::ours).toList())));
        return new Listing(datasets);
    }

    private static Bookmark ours(Bookmark mark) {
        return mark.label().startsWith("other-")
                ? mark
                : new Bookmark(mark.dataset(), MARKER.bookmarks() + mark.guid(), mark.guid(), mark.createtxg());
    }

    private static PlanRequest request(Listing source, Listing target) {
        return Pairs.request(source, target, PlanRequest.Leave.NONE);
    }
}
