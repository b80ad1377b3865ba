package org.datastoreguard.replication;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Excludes;
import org.datastoreguard.zfs.ResumeToken;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final DatasetName SOURCE = new DatasetName("tank/vm");
    private static final DatasetName TARGET = new DatasetName("pool/vm");
    private static final Predicate<Snapshot> OWN = snapshot -> snapshot.task() != null;
    private static final Predicate<Snapshot> ALL = snapshot -> true;

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # first replication
        tank/vm @a                  | pool                          | full tank/vm @a
        tank/vm @a @b @c            | pool                          | full tank/vm @a, tank/vm @a..@c
        tank/vm @a @b               | pool                          | full tank/vm @a, tank/vm @a-@b
        tank/vm volume @a           | pool                          | full tank/vm @a
        # only what is missing
        tank/vm @a @b               | pool; pool/vm @a @b           | ''
        tank/vm @a @b @c            | pool; pool/vm @a              | tank/vm @a..@c
        tank/vm @a @b               | pool; pool/vm @a              | tank/vm @a-@b
        # the target keeps what the source has pruned
        tank/vm @c @d               | pool; pool/vm @a @b @c        | tank/vm @c-@d
        # snapshots of other tools are stepped over
        tank/vm @a ~x @b            | pool; pool/vm @a              | tank/vm @a-@b
        tank/vm @a @b ~x @c @d      | pool; pool/vm @a              | tank/vm @a-@b, tank/vm @b-@c, tank/vm @c-@d
        tank/vm @a ~x @b @c @d      | pool; pool/vm @a              | tank/vm @a-@b, tank/vm @b..@d
        tank/vm @a @b @c ~x @d      | pool; pool/vm @a              | tank/vm @a..@c, tank/vm @c-@d
        tank/vm ~x @a ~y            | pool                          | full tank/vm @a
        tank/vm @a ~x               | pool; pool/vm @a              | ''
        # a common snapshot of another tool is a good base too
        tank/vm @a ~x @b            | pool; pool/vm ~x              | tank/vm @x-@b
        # the base was destroyed on the source, but its bookmark is left
        tank/vm #a @b               | pool; pool/vm @a              | tank/vm #a-@b
        tank/vm #a @b @c @d         | pool; pool/vm @a              | tank/vm #a-@b, tank/vm @b..@d
        tank/vm @a #a @b            | pool; pool/vm @a              | tank/vm @a-@b
        # a name is only a label
        tank/vm @a @new=b @c        | pool; pool/vm @a @b           | tank/vm @new-@c
        # nothing to send costs nothing, even where somebody looked into the target
        tank/vm @a                  | pool; pool/vm written:512 @a  | ''
        """)
    void plansByGuid(String source, String target, String expected) {
        assertThat(plan(source, target, OWN).toString()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                          | pool                          | SOURCE_DATASET_MISSING
        tank/vm                     | pool                          | SOURCE_HAS_NO_SNAPSHOT
        tank/vm ~x                  | pool                          | SOURCE_HAS_NO_SNAPSHOT
        tank/vm @a @b               | pool; pool/vm @a @z           | TARGET_DIVERGED
        tank/vm @a                  | pool; pool/vm @a @z           | TARGET_DIVERGED
        tank/vm @a @b=q             | pool; pool/vm @a @b           | TARGET_DIVERGED
        tank/vm @a @b               | pool; pool/vm written:9 @a    | TARGET_DIVERGED
        tank/vm @a @b               | pool; pool/vm @x @y           | TARGET_WITHOUT_COMMON_SNAPSHOT
        tank/vm @a=q                | pool; pool/vm @a              | TARGET_WITHOUT_COMMON_SNAPSHOT
        tank/vm @a                  | pool; pool/vm used:100        | TARGET_HAS_DATA
        tank/vm @a                  | pool; pool/vm                 | TARGET_HAS_DATA
        tank/vm @a                  | pool; pool/vm volume @a       | TARGET_TYPE_MISMATCH
        tank/vm volume @a           | pool; pool/vm @a              | TARGET_TYPE_MISMATCH
        tank/vm encrypted @a @b     | pool; pool/vm @a              | TARGET_ENCRYPTION_MISMATCH
        tank/vm @a                  | pool locked                   | TARGET_ENCRYPTION_MISMATCH
        tank/vm @a                  | other                         | TARGET_PARENT_MISSING
        """)
    void refusesWhatAPersonHasToDecide(String source, String target, ErrorCode expected) {
        Plan plan = plan(source, target, OWN).plan();
        assertThat(plan.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.code()).isEqualTo(expected);
            assertThat(conflict.message()).isNotBlank();
        });
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void carriesTheSnapshotsOfBothSidesInADivergence() {
        Plan plan = plan("tank/vm @a @b @c", "pool; pool/vm @a @y @z", OWN).plan();
        Conflict conflict = plan.conflicts().get(0);
        assertThat(conflict.onSource()).extracting(Snapshot::label).containsExactly("b", "c");
        assertThat(conflict.onTarget()).extracting(Snapshot::label).containsExactly("y", "z");
        assertThat(conflict.message()).contains("@y, @z").contains("@a");
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # a parent's full stream goes before its children's
        tank/vm/b @a; tank/vm @a; tank/vm/a @a | pool | full tank/vm @a, full tank/vm/a @a, full tank/vm/b @a
        # children without snapshots of ours are left alone
        tank/vm @a; tank/vm/a ~x               | pool | full tank/vm @a
        # a parent in the middle without snapshots is made up for
        tank/vm @a; tank/vm/m; tank/vm/m/x @a  | pool | full tank/vm @a, create pool/vm/m, full tank/vm/m/x @a
        # excluded, with all that is below
        tank/vm @a; tank/vm/tmp @a; tank/vm/tmp/x @a; tank/vm/tmpl @a | pool | full tank/vm @a, full tank/vm/tmpl @a
        # a dataset that came later
        tank/vm @a @b; tank/vm/new @b | pool; pool/vm @a | tank/vm @a-@b, full tank/vm/new @b
        # one that is gone on the source keeps its copy
        tank/vm @a @b | pool; pool/vm @a; pool/vm/old @a | tank/vm @a-@b
        """)
    void plansTrees(String source, String target, String expected) {
        assertThat(plan(source, target, OWN).toString()).isEqualTo(expected);
    }

    @Test
    void createsMissingParentsOfTheTargetOnce() {
        PlanRequest request = new PlanRequest(
                Side.listing("tank/a @a; tank/b @a"),
                Side.listing("pool"),
                Map.of(),
                List.of(
                        new PlanRequest.Root(new DatasetName("tank/a"), new DatasetName("pool/x/y/a")),
                        new PlanRequest.Root(new DatasetName("tank/b"), new DatasetName("pool/x/y/b"))),
                scope(ALL, ReplicationTask.Raw.AUTO));
        assertThat(new Planned(Planner.plan(request)).toString())
                .isEqualTo("create pool/x, create pool/x/y, full tank/a @a, full tank/b @a");
    }

    @Test
    void refusesToReceiveBelowAVolume() {
        PlanRequest request = new PlanRequest(
                Side.listing("tank/vm @a"),
                Side.listing("pool; pool/lun volume @q"),
                Map.of(),
                List.of(new PlanRequest.Root(SOURCE, new DatasetName("pool/lun/vm"))),
                scope(ALL, ReplicationTask.Raw.AUTO));
        assertThat(new Planned(Planner.plan(request)).toString()).isEqualTo("TARGET_TYPE_MISMATCH");
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # a conflict keeps back its own dataset only
        tank/vm @a @b; tank/vm/x @a | pool; pool/vm @a; pool/vm/x @q | tank/vm @a-@b, TARGET_WITHOUT_COMMON_SNAPSHOT
        tank/vm @a @b; tank/vm/x @a | pool; pool/vm @q               | full tank/vm/x @a, TARGET_WITHOUT_COMMON_SNAPSHOT
        # and what has nothing to be received below
        tank/vm volume @a; tank/vm/x @a; tank/vm/y @a | pool; pool/vm; pool/vm/x @a | full tank/vm/y @a, TARGET_TYPE_MISMATCH
        tank/vm @a; tank/vm/x @a; tank/vm/x/y @a | pool locked | TARGET_ENCRYPTION_MISMATCH, TARGET_ENCRYPTION_MISMATCH, TARGET_ENCRYPTION_MISMATCH
        tank/vm @a; tank/vm/x @a    | other                          | TARGET_PARENT_MISSING, TARGET_PARENT_MISSING
        tank/vm @a; tank/vm/x @a    | pool; pool/vm volume           | TARGET_TYPE_MISMATCH, TARGET_TYPE_MISMATCH
        """)
    void aConflictKeepsBackItsOwnDatasetAndWhatIsBelow(String source, String target, String expected) {
        assertThat(plan(source, target, OWN).toString()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        tank/vm @a @b            | pool; pool/vm @a @y @z          | roll back pool/vm to @a, tank/vm @a-@b
        tank/vm @a @b            | pool; pool/vm written:9 @a      | roll back pool/vm to @a, tank/vm @a-@b
        tank/vm @a @b @c=q       | pool; pool/vm @a @b @c          | roll back pool/vm to @b, tank/vm @b-@c
        tank/vm #a @b            | pool; pool/vm @a @z             | roll back pool/vm to @a, tank/vm #a-@b
        # what an interrupted receive left is dropped by it
        tank/vm @a @b            | pool; pool/vm token @a @z       | roll back pool/vm to @a, tank/vm @a-@b
        # nothing is lost before something has to be sent
        tank/vm @a               | pool; pool/vm @a @z             | ''
        tank/vm @a               | pool; pool/vm written:9 @a      | ''
        # never without a base, and not for what a roll back does not mend
        tank/vm @a @b            | pool; pool/vm @y                | TARGET_WITHOUT_COMMON_SNAPSHOT
        tank/vm @a               | pool; pool/vm written:9         | TARGET_HAS_DATA
        tank/vm encrypted @a @b  | pool; pool/vm @a @z             | TARGET_ENCRYPTION_MISMATCH
        """)
    void rollsBackOnlyToACommonSnapshotAndForSomethingToSend(String source, String target, String expected) {
        PlanRequest.Scope scope = new PlanRequest.Scope(
                true, Excludes.NONE, OWN, ReplicationTask.Raw.AUTO, new PlanRequest.Leave(true, null));
        assertThat(plan(source, target, scope).toString()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} | {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # beside the old one, with all that is below it
        tank/vm @a @b               | pool; pool/vm @x               | full pool/vm-new@a, pool/vm-new@b, replace pool/vm by pool/vm-new
        tank/vm @a                  | pool; pool/vm                  | full pool/vm-new@a, replace pool/vm by pool/vm-new
        tank/vm volume @a           | pool; pool/vm @a               | full pool/vm-new@a, replace pool/vm by pool/vm-new
        tank/vm @a; tank/vm/x @a @b | pool; pool/vm @q; pool/vm/x @a | full pool/vm-new@a, full pool/vm-new/x@a, pool/vm-new/x@b, replace pool/vm by pool/vm-new
        # only the one that is in conflict, where the parent is in order
        tank/vm @a @b; tank/vm/x @a | pool; pool/vm @a; pool/vm/x @q | pool/vm@b, full pool/vm/x-new@a, replace pool/vm/x by pool/vm/x-new
        tank/vm encrypted @a @b     | pool; pool/vm @a               | full pool/vm-new@a, pool/vm-new@b, replace pool/vm by pool/vm-new
        # a later run goes on with what is there
        tank/vm @a @b               | pool; pool/vm @x; pool/vm-new @a       | pool/vm-new@b, replace pool/vm by pool/vm-new
        tank/vm @a @b               | pool; pool/vm @x; pool/vm-new @a @b    | replace pool/vm by pool/vm-new
        # also when it ended between the two renames
        tank/vm @a @b               | pool; pool/vm-new @a @b                | replace pool/vm by pool/vm-new
        tank/vm @a; tank/vm/x @a    | pool; pool/vm-new @a                   | full pool/vm-new/x@a, replace pool/vm by pool/vm-new
        # what is beside a target in order is left alone
        tank/vm @a @b               | pool; pool/vm @a; pool/vm-new @a       | pool/vm@b
        # not what another way mends, or what a new target would meet again
        tank/vm @a @b               | pool; pool/vm @a @x            | TARGET_DIVERGED
        tank/vm @a @b               | pool; pool/vm locked @a        | TARGET_ENCRYPTION_MISMATCH
        tank/vm @a                  | pool locked; pool/vm encrypted @x | TARGET_ENCRYPTION_MISMATCH
        tank/vm @a                  | pool; pool/vm @x; pool/vm-new @y | TARGET_WITHOUT_COMMON_SNAPSHOT
        tank/vm @a                  | other                          | TARGET_PARENT_MISSING
        """)
    void replacesBesideTheOldOneOnly(String source, String target, String expected) {
        PlanRequest.Scope scope = new PlanRequest.Scope(
                true, Excludes.NONE, OWN, ReplicationTask.Raw.AUTO, new PlanRequest.Leave(false, "-new"));
        Plan plan = plan(source, target, scope).plan();
        String words = Stream.of(
                        plan.sends().stream()
                                .map(send -> (send.creates() ? "full " : "") + send.target() + "@"
                                        + send.to().label()),
                        plan.replacements().stream()
                                .filter(Replacement::complete)
                                .map(Objects::toString),
                        plan.conflicts().stream().map(c -> c.code().name()))
                .flatMap(parts -> parts)
                .collect(joining(", "));
        assertThat(words).isEqualTo(expected);
    }

    @Test
    void expectsTheNewestOfEachDatasetBeforeItReplaces() {
        PlanRequest.Scope scope = new PlanRequest.Scope(
                true, Excludes.NONE, OWN, ReplicationTask.Raw.AUTO, new PlanRequest.Leave(false, "-new"));
        Plan plan = plan("tank/vm @a @b; tank/vm/x @a", "pool; pool/vm @q; pool/vm-new @a; pool/vm-new/x @a", scope)
                .plan();
        assertThat(plan.replacements()).singleElement().satisfies(one -> {
            assertThat(one.there()).isTrue();
            assertThat(one.expected())
                    .extracting(expected -> expected.name().toString())
                    .containsExactly("pool/vm-new@b", "pool/vm-new/x@a");
        });
    }

    @Test
    void doesNotReplaceWhatWouldGetTooLongAName() {
        String child = "c".repeat(230 - "pool/vm/".length());
        PlanRequest.Scope scope = new PlanRequest.Scope(
                true, Excludes.NONE, OWN, ReplicationTask.Raw.AUTO, new PlanRequest.Leave(false, "-new"));
        Plan plan = plan("tank/vm @a", "pool; pool/vm @q; pool/vm/" + child + " @a", scope)
                .plan();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.replacements()).isEmpty();
        assertThat(plan.conflicts())
                .singleElement()
                .extracting(Conflict::message)
                .asString()
                .contains("255");
    }

    @Test
    void namesAllThatARollBackLoses() {
        PlanRequest.Scope scope = new PlanRequest.Scope(
                true, Excludes.NONE, OWN, ReplicationTask.Raw.AUTO, new PlanRequest.Leave(true, null));
        Plan plan = plan("tank/vm @a @b", "pool; pool/vm written:9 @a @y #x @z", scope)
                .plan();
        assertThat(plan.rollBacks()).singleElement().satisfies(rollBack -> {
            assertThat(rollBack.loss())
                    .contains("pool/vm@y", "pool/vm#x", "pool/vm@z", "9 bytes")
                    .doesNotContain("@a");
            assertThat(rollBack.base().guid()).isEqualTo(Side.guid(SOURCE, "a"));
        });
    }

    @ParameterizedTest(name = "target {0}, token to {1} from {2} → {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        pool/vm token    | a | - | resume tank/vm @a, tank/vm @a..@c
        pool/vm token    | b | - | resume tank/vm @b, tank/vm @b-@c
        pool/vm token    | q | - | abort pool/vm, full tank/vm @a, tank/vm @a..@c
        pool/vm token    | b | a | abort pool/vm, full tank/vm @a, tank/vm @a..@c
        pool/vm token    | - | - | abort pool/vm, full tank/vm @a, tank/vm @a..@c
        pool/vm token @a | b | a | resume tank/vm @a-@b, tank/vm @b-@c
        pool/vm token @a | c | a | resume tank/vm @a-@c
        pool/vm token @a | c | b | abort pool/vm, tank/vm @a..@c
        pool/vm token @a | q | a | abort pool/vm, tank/vm @a..@c
        pool/vm token @a | a | - | abort pool/vm, tank/vm @a..@c
        pool/vm token @a | - | - | abort pool/vm, tank/vm @a..@c
        pool/vm token @c | q | c | ''
        """)
    void continuesOnlyWhatFitsThePlan(String target, @Nullable String to, @Nullable String from, String expected) {
        Map<DatasetName, ResumeToken> tokens = to == null
                ? Map.of()
                : Map.of(
                        TARGET,
                        new ResumeToken(
                                "1-ab-cd",
                                Side.guid(SOURCE, to),
                                from == null ? null : Side.guid(SOURCE, from),
                                StreamFlags.BEST));
        PlanRequest request = new PlanRequest(
                Side.listing("tank/vm @a @b @c"),
                Side.listing("pool; " + target),
                tokens,
                List.of(new PlanRequest.Root(SOURCE, TARGET)),
                scope(ALL, ReplicationTask.Raw.AUTO));
        assertThat(new Planned(Planner.plan(request)).toString()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}, {1} onto {2} → {3}")
    @CsvSource(delimiter = '|', textBlock = """
        AUTO   | plain     | pool                                   | plain
        AUTO   | encrypted | pool                                   | raw
        AUTO   | locked    | pool                                   | raw
        AUTO   | locked    | pool locked                            | raw
        NEVER  | encrypted | pool                                   | plain
        NEVER  | locked    | pool                                   | TARGET_ENCRYPTION_MISMATCH
        NEVER  | encrypted | pool locked                            | TARGET_ENCRYPTION_MISMATCH
        ALWAYS | plain     | pool                                   | raw
        AUTO   | encrypted | pool; pool/vm encrypted @a             | raw
        AUTO   | encrypted | pool; pool/vm stream:L,c,e @a          | plain
        AUTO   | locked    | pool; pool/vm stream:L,c,e @a          | TARGET_ENCRYPTION_MISMATCH
        AUTO   | encrypted | pool; pool/vm locked stream:L,c,e,w @a | raw
        NEVER  | encrypted | pool; pool/vm locked stream:L,c,e,w @a | TARGET_ENCRYPTION_MISMATCH
        ALWAYS | encrypted | pool; pool/vm stream:L,c,e @a          | TARGET_ENCRYPTION_MISMATCH
        AUTO   | plain     | pool; pool/vm locked @a                | TARGET_ENCRYPTION_MISMATCH
        """)
    void neverMixesRawAndPlain(ReplicationTask.Raw choice, String source, String target, String expected) {
        String words = source.equals("plain") ? "" : source + " ";
        PlanRequest request = new PlanRequest(
                Side.listing("tank/vm " + words + "@a @b"),
                Side.listing(target),
                Map.of(),
                List.of(new PlanRequest.Root(SOURCE, TARGET)),
                scope(ALL, choice));
        Plan plan = Planner.plan(request);
        String found = plan.conflicts().isEmpty()
                ? plan.sends().stream().allMatch(send -> send.flags().raw()) ? "raw" : "plain"
                : new Planned(plan).toString();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void keepsTheFlagsADatasetWasFirstSentWith() {
        Plan plan = plan("tank/vm @a @b", "pool; pool/vm stream:c @a", ALL).plan();
        assertThat(plan.sends())
                .extracting(Step.Send::flags)
                .containsExactly(new StreamFlags(false, true, false, false));
    }

    private static Planned plan(String source, String target, Predicate<Snapshot> selected) {
        return plan(source, target, scope(selected, ReplicationTask.Raw.AUTO));
    }

    private static Planned plan(String source, String target, PlanRequest.Scope scope) {
        return new Planned(Planner.plan(new PlanRequest(
                Side.listing(source),
                Side.listing(target),
                Map.of(),
                List.of(new PlanRequest.Root(SOURCE, TARGET)),
                scope)));
    }

    private static PlanRequest.Scope scope(Predicate<Snapshot> selected, ReplicationTask.Raw raw) {
        return new PlanRequest.Scope(true, new Excludes(List.of("tank/vm/tmp")), selected, raw);
    }

    private record Planned(Plan plan) {
        @Override
        public String toString() {
            return Stream.of(
                            plan.rollBacks().stream().map(Objects::toString),
                            plan.steps().stream().map(Objects::toString),
                            plan.conflicts().stream().map(c -> c.code().name()))
                    .flatMap(parts -> parts)
                    .collect(joining(", "));
        }
    }
}
