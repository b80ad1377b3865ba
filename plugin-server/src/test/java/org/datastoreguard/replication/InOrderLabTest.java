package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.nas.Nas;
import org.datastoreguard.zfs.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs onto a target that is in order, which is asked for its newest snapshots only: what must not be overlooked. */
@LabTest
@Timeout(180)
class InOrderLabTest {
    private final Lab lab;
    private final LabPair pair;

    InOrderLabTest(Lab lab) {
        this.lab = lab;
        this.pair = new LabPair(lab, "root");
    }

    @BeforeEach
    void leaveATreeInOrder() {
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create -s -V 8M " + pair.source + "/lun");
        pair.snapshot("one");
        pair.replicate();
    }

    @Test
    void go_on_where_they_left_it() {
        pair.snapshot("two");
        pair.snapshot("three");
        pair.replicate();
        pair.assertEqual();
        assertThat(pair.story.steps).hasSize(3);

        pair.replicate();
        assertThat(pair.story.steps).isEmpty();
        assertThat(pair.story.lines).contains("Both sides are equal; there is nothing to send");

        pair.nas1.shell("zfs create " + pair.source + "/new");
        pair.snapshot("four");
        pair.replicate();
        pair.assertEqual();
    }

    @Test
    void a_snapshot_that_somebody_took_on_the_target_is_told_when_something_is_to_be_sent() {
        pair.nas2.shell("zfs snapshot " + pair.target + "/a@foreign");
        pair.snapshot("two");
        String before = pair.everythingOn(pair.nas2, pair.target.child("a"));

        GuardException error = pair.failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(error.message()).contains("foreign");
        assertThat(pair.story.steps).as("those of the other two datasets").hasSize(2);
        assertThat(pair.everythingOn(pair.nas2, pair.target.child("a"))).isEqualTo(before);
        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot -r " + pair.target))
                .contains(pair.target + "@two", pair.target + "/lun@two");
        pair.nas2.shell("zfs destroy " + pair.target + "/a@foreign");
        pair.replicate();
        pair.assertEqual();
    }

    @Test
    void a_snapshot_that_somebody_took_on_the_target_is_told_even_where_nothing_is_to_be_sent() {
        pair.nas2.shell("zfs snapshot " + pair.target + "@foreign");

        GuardException error = pair.failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(error.message()).contains("foreign");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void old_snapshots_of_a_target_are_not_listed(String user) {
        pair.snapshot("two");
        pair.replicate();
        pair.snapshot("three");
        Ends ends = new Ends(pair.ends().source(), pair.ends().datasets(), lab.nas(pair.nas2, user));
        Survey survey = new Survey(pair.task.build(), ends);

        assertThat(onTarget(survey.take())).containsExactly("two", "two", "two");
        assertThat(onTarget(survey.whole())).containsExactly("one", "two", "one", "two", "one", "two");
    }

    /** ADR 39: OpenZFS would find it by guid, were it not told the name. */
    @Test
    void a_target_that_somebody_renames_meanwhile_is_not_followed() {
        pair.snapshot("two");
        Nas renamed = Meddled.receiving(
                pair.ends().target(),
                "command zfs rename " + pair.target + "/a " + pair.target + "/kept 2>/dev/null; command zfs \"$@\"");
        Ends ends = new Ends(pair.ends().source(), pair.ends().datasets(), renamed);

        assertThatThrownBy(() -> new ReplicationWork(pair.task.build(), ends).perform(pair.story))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining(pair.target + "/a' does not exist");

        assertThat(pair.nas2
                        .shell("zfs list -H -o name -t snapshot -d 1 " + pair.target + "/kept")
                        .strip())
                .isEqualTo(pair.target + "/kept@one");
    }

    @Test
    void a_target_that_cannot_tell_its_newest_snapshots_is_listed_whole() {
        pair.snapshot("two");
        Nas unknowing = new Meddled(
                pair.ends().target(),
                "zfs() { case $* in *prevsnap*) echo \"bad property list: invalid property 'prevsnap'\" >&2; return 2 ;;"
                        + " esac; command zfs \"$@\"; }\n");
        Ends ends = new Ends(pair.ends().source(), pair.ends().datasets(), unknowing);

        assertThat(onTarget(new Survey(pair.task.build(), ends).take())).containsExactly("one", "one", "one");
        new ReplicationWork(pair.task.build(), ends).perform(pair.story);

        pair.assertEqual();
    }

    private static List<String> onTarget(PlanRequest request) {
        return request.target().byName().values().stream()
                .flatMap(dataset -> dataset.snapshots().stream())
                .map(Snapshot::label)
                .toList();
    }

    @Test
    void a_clone_without_snapshots_of_its_own_does_not_pass_for_a_target() {
        pair.nas2.shell("zfs rename " + pair.target + "/a " + pair.target + "/moved && zfs clone -o readonly=on "
                + pair.target + "/moved@one " + pair.target + "/a");

        assertThat(pair.failing().code()).isEqualTo(ErrorCode.TARGET_HAS_DATA);
    }

    @Test
    void what_was_written_on_the_target_is_not_sent_over() {
        pair.writeInto(pair.target.child("a"));
        pair.snapshot("two");

        GuardException error = pair.failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot " + pair.target + "/a"))
                .isEqualTo(pair.target + "/a@one");
    }

    @Test
    void what_is_gone_on_the_target_is_noticed_though_nothing_is_to_be_sent() {
        pair.nas2.shell("zfs destroy -r " + pair.target + "/a");
        pair.replicate();
        pair.assertEqual();

        pair.nas2.shell("zfs rename " + pair.target + "@one " + pair.target + "@other");
        pair.replicate();
        assertThat(pair.story.steps).isEmpty();

        pair.nas2.shell("zfs destroy " + pair.target + "@other && zfs snapshot " + pair.target + "@one");
        assertThat(pair.failing().code()).isEqualTo(ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT);
    }

    @Test
    void a_snapshot_that_is_gone_on_the_source_is_replaced_by_its_bookmark() {
        pair.snapshot("two");
        pair.nas1.shell("zfs destroy -r " + pair.source + "@one");

        pair.replicate();

        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot -r " + pair.target))
                .contains(pair.target + "@two", pair.target + "/a@two", pair.target + "/lun@two");
    }

    @Test
    void old_snapshots_go_from_a_target_that_is_cleaned_after_each_run() {
        pair.task.deleteStaleSnapshots = true;
        pair.snapshot("two");
        pair.replicate();
        pair.nas1.shell("zfs destroy -r " + pair.source + "@one");

        pair.replicate();

        pair.assertEqual();
    }
}
