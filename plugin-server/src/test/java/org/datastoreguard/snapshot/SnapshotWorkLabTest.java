package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.inventory.Source;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.schedule.Lifetime;
import org.datastoreguard.schedule.NamingSchema;
import org.datastoreguard.schedule.TaskSchedule;
import org.datastoreguard.zfs.DatasetName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(180)
class SnapshotWorkLabTest {
    private static final Instant SLOT = Instant.parse("2026-11-21T10:05:00Z");
    private static final String LABEL = "auto-2026-11-21_10-05Z";

    private final Lab lab;
    private DatasetName root = new DatasetName("tank");

    SnapshotWorkLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void makeDatasets() {
        root = lab.nas1().filesystem();
        lab.nas1()
                .shell("zfs create " + root + "/a && zfs create " + root + "/a/deep && zfs create -s -V 8M " + root
                        + "/vol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void takesAllDatasetsInOneTransactionGroupAndSignsThem(String user) {
        perform(task(true), scheduled("run-1"), user);

        assertThat(labels()).containsExactlyInAnyOrder("@" + LABEL, "/a@" + LABEL, "/a/deep@" + LABEL, "/vol@" + LABEL);
        assertThat(lab.nas1()
                        .shell("zfs list -Hp -r -t snapshot -o createtxg " + root)
                        .lines()
                        .distinct())
                .hasSize(1);
        assertThat(lab.nas1()
                        .shell("zfs get -Hp -s local -o value org.datastoreguard:task,org.datastoreguard:run " + root
                                + "/a@" + LABEL)
                        .lines())
                .containsExactly("task-1", "run-1");
    }

    @Test
    void takesOnlyTheDatasetItselfWhenNotRecursive() {
        perform(task(false), scheduled("run-1"), "root");

        assertThat(labels()).containsExactly("@" + LABEL);
    }

    @Test
    void leavesExcludedDatasetsOutAndStaysAtomic() {
        perform(task(true, root + "/a"), scheduled("run-1"), "guard");

        assertThat(labels()).containsExactlyInAnyOrder("@" + LABEL, "/vol@" + LABEL);
        assertThat(lab.nas1()
                        .shell("zfs list -Hp -r -t snapshot -o createtxg " + root)
                        .lines()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void findsWhatAFormerAttemptForTheSlotTookAndAddsWhatIsMissing() {
        perform(task(true), scheduled("run-1"), "root");
        List<String> guids = lab.nas1().snapshots(root);
        assertThat(perform(task(true), scheduled("run-1"), "root").text())
                .contains("is there already, taken by this task");
        assertThat(lab.nas1().snapshots(root)).isEqualTo(guids);

        lab.nas1().shell("zfs create " + root + "/new");
        assertThat(perform(task(true), scheduled("run-1"), "root").text()).contains("added " + root + "/new");
        assertThat(lab.nas1().snapshots(root)).containsAll(guids).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-o org.datastoreguard:task=task-2"})
    void refusesANameThatSomebodyElseTookAndTakesNothing(String signature) {
        lab.nas1().shell("zfs set org.datastoreguard:task=task-1 " + root);
        lab.nas1().shell("zfs snapshot " + signature + " " + root + "/a@" + LABEL);

        GuardException e =
                catchThrowableOfType(GuardException.class, () -> perform(task(true), scheduled("run-1"), "guard"));

        assertThat(e.code()).isEqualTo(ErrorCode.SNAPSHOT_NAME_TAKEN);
        assertThat(labels()).containsExactly("/a@" + LABEL);
    }

    @Test
    void takesAFreshSnapshotByHandThoughTheMinuteHasOneAndOnlyOneForARun() {
        perform(task(true), scheduled("run-1"), "root");
        SnapshotOrder byHand = new SnapshotOrder("run-2", SLOT.plusSeconds(7), true);

        perform(task(true), byHand, "root");
        perform(task(true), byHand, "root");

        assertThat(labels()).filteredOn(l -> l.startsWith("@")).containsExactly("@" + LABEL, "@" + LABEL + "-7s");
    }

    @Test
    void doesWithoutEmptySnapshotsEvenWhenAnotherToolHidesTheChange() {
        SnapshotTask sparing = task(true, false, null, false);
        perform(sparing, scheduled("run-1"), "guard");
        assertThat(perform(sparing, new SnapshotOrder("run-2", SLOT.plusSeconds(60), false), "guard")
                        .text())
                .contains("Nothing was written");
        assertThat(labels()).hasSize(4);

        lab.nas1()
                .shell("head -c 200000 /dev/urandom > /" + root + "/a/deep/f && zpool sync tank && zfs snapshot -r "
                        + root + "@other-tool");
        perform(sparing, new SnapshotOrder("run-3", SLOT.plusSeconds(120), false), "guard");

        assertThat(labels()).contains("/a/deep@auto-2026-11-21_10-07Z");
    }

    @Test
    void saysWhichDatasetVanished() {
        lab.nas1().shell("zfs destroy " + root + "/a/deep");
        SnapshotTask gone = task(false);
        Nas nas = lab.nas(lab.nas1(), "guard");

        GuardException e = catchThrowableOfType(
                GuardException.class,
                () -> new SnapshotWork(gone, scheduled("run-1"), nas, List.of(root, root.child("a/deep")))
                        .perform(new ToldStory()));

        assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATASET_MISSING);
        assertThat(e.message()).contains(root + "/a/deep").contains("nas1");
        assertThat(e.stderr()).isPresent();
        assertThat(labels()).isEmpty();
    }

    private List<String> labels() {
        return lab.nas1().snapshots(root).stream()
                .map(line -> line.split(" ")[0])
                .toList();
    }

    private static SnapshotOrder scheduled(String runId) {
        return new SnapshotOrder(runId, SLOT, false);
    }

    private ToldStory perform(SnapshotTask task, SnapshotOrder order, String user) {
        ToldStory story = new ToldStory();
        new SnapshotWork(task, order, lab.nas(lab.nas1(), user), List.of(root)).perform(story);
        return story;
    }

    private SnapshotTask task(boolean recursive, String... exclude) {
        SnapshotTask task = task(recursive, true, null, false);
        return new SnapshotTask(
                task.id(),
                task.name(),
                task.source(),
                recursive,
                Arrays.asList(exclude),
                null,
                task.schedule(),
                task.namingSchema(),
                true,
                false,
                SnapshotTask.OnVmFailure.CONTINUE,
                true,
                true,
                1);
    }

    private SnapshotTask task(
            boolean recursive, boolean allowEmpty, @Nullable Lifetime lifetime, boolean vmConsistent) {
        return new SnapshotTask(
                "task-1",
                "Each minute",
                new Source.OfDatasets("nas1", List.of(root)),
                recursive,
                List.of(),
                lifetime,
                new TaskSchedule(new TaskSchedule.Interval(Duration.ofMinutes(1), Set.of()), null, ZoneId.of("UTC")),
                NamingSchema.DEFAULT,
                allowEmpty,
                vmConsistent,
                SnapshotTask.OnVmFailure.CONTINUE,
                true,
                true,
                1);
    }
}
