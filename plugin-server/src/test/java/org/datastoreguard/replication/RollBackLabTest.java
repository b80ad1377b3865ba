package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task may and may not undo on its target when it is allowed to roll back. */
@LabTest
@Timeout(180)
class RollBackLabTest {
    private final Lab lab;

    RollBackLabTest(Lab lab) {
        this.lab = lab;
    }

    private LabPair pair(String targetUser) {
        LabPair pair = new LabPair(lab, targetUser);
        pair.task.onDivergence = ReplicationTask.OnDivergence.ROLL_BACK;
        return pair;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void a_diverged_target_goes_back_to_the_base_and_the_log_names_what_is_lost(String user) {
        LabPair pair = pair(user);
        pair.snapshot("a");
        pair.replicate();
        pair.writeInto(pair.target);
        pair.nas2.shell("zfs snapshot " + pair.target + "@foreign && zfs bookmark " + pair.target + "@foreign "
                + pair.target + "#mark && zfs snapshot '" + pair.target + "@two words'");
        pair.snapshot("b");

        pair.replicate();

        pair.assertEqual();
        assertThat(pair.story.warnings)
                .singleElement()
                .asString()
                .contains("Rolled " + pair.target + " back to @a", "@foreign", "#mark", "@two words");
    }

    @Test
    void what_was_written_without_a_snapshot_is_rolled_back_too() {
        LabPair pair = pair("root");
        pair.snapshot("a");
        pair.replicate();
        pair.writeInto(pair.target);
        pair.snapshot("b");

        pair.replicate();

        pair.assertEqual();
        assertThat(pair.story.warnings).singleElement().asString().contains("bytes written");
    }

    @Test
    void nothing_is_lost_while_nothing_is_to_be_sent() {
        LabPair pair = pair("root");
        pair.snapshot("a");
        pair.replicate();
        pair.nas2.shell("zfs snapshot " + pair.target + "@foreign");
        String before = pair.everythingOn(pair.nas2, pair.target);

        pair.replicate();

        assertThat(pair.everythingOn(pair.nas2, pair.target)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"zfs hold keep TARGET@old && zfs hold keep2 TARGET@old", "zfs clone TARGET@old TARGET-clone"})
    void what_is_held_or_cloned_keeps_the_whole_dataset_as_it_is_and_the_others_go(String keep) {
        LabPair pair = pair("root");
        DatasetName child = pair.source.child("a");
        pair.nas1.shell("zfs create " + child);
        pair.snapshot("1");
        pair.replicate();
        pair.nas2.made().addFirst(new DatasetName(pair.target + "-clone"));
        pair.nas2.shell("zfs snapshot " + pair.target + "@old && zfs snapshot " + pair.target + "@newer && "
                + keep.replace("TARGET", pair.target.value()));
        pair.snapshot("2");
        String before = pair.nas2.shell("zfs list -Hp -d 1 -t snapshot -o name,guid " + pair.target);

        GuardException error = pair.failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(error.message()).containsPattern("was not rolled back: .*@old is (held by keep keep2|cloned as )");
        assertThat(pair.nas2.shell("zfs list -Hp -d 1 -t snapshot -o name,guid " + pair.target))
                .isEqualTo(before);
        assertThat(pair.nas2.snapshots(pair.target.child("a"))).hasSize(2);
    }

    @Test
    void without_a_common_snapshot_nothing_is_touched() {
        LabPair pair = pair("root");
        pair.snapshot("a");
        pair.nas2.shell("zfs create " + pair.target + " && zfs snapshot " + pair.target + "@a");
        String before = pair.everythingOn(pair.nas2, pair.target);

        assertThat(pair.failing().code()).isEqualTo(ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT);

        assertThat(pair.everythingOn(pair.nas2, pair.target)).isEqualTo(before);
    }

    @Test
    void what_has_come_since_the_plan_is_not_rolled_away() {
        LabPair pair = pair("root");
        pair.snapshot("a");
        pair.replicate();
        pair.nas2.shell("zfs snapshot " + pair.target + "@foreign");
        pair.snapshot("b");
        Plan plan = pair.work().plan();
        pair.nas2.shell("zfs snapshot " + pair.target + "@precious");

        assertThat(new RollBacks(lab.nas(pair.nas2, "root")).perform(plan.rollBacks(), pair.story))
                .containsOnlyKeys(pair.target)
                .hasValueSatisfying(new org.assertj.core.api.Condition<>(why -> why.contains("has changed"), "why"));

        assertThat(pair.nas2.snapshots(pair.target)).hasSize(3);
    }

    @Test
    void a_base_that_is_another_snapshot_by_now_is_not_gone_back_to() {
        LabPair pair = pair("root");
        pair.snapshot("a");
        pair.replicate();
        pair.writeInto(pair.target);
        pair.snapshot("b");
        Plan plan = pair.work().plan();
        pair.nas2.shell("zfs destroy " + pair.target + "@a && zfs snapshot " + pair.target + "@a");
        String before = pair.everythingOn(pair.nas2, pair.target);

        assertThat(new RollBacks(lab.nas(pair.nas2, "root")).perform(plan.rollBacks(), pair.story))
                .containsOnlyKeys(pair.target);

        assertThat(pair.everythingOn(pair.nas2, pair.target)).isEqualTo(before);
    }

    @Test
    void a_conflict_of_one_dataset_does_not_keep_the_others_from_going() {
        LabPair pair = new LabPair(lab, "root");
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create " + pair.source + "/a/x && zfs create "
                + pair.source + "/b");
        pair.snapshot("1");
        pair.replicate();
        pair.nas2.shell("zfs snapshot " + pair.target + "/a@foreign");
        pair.snapshot("2");

        GuardException error = pair.failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(error.message()).contains(pair.target + "/a", "@foreign", "all other datasets were");
        for (String dataset : new String[] {"", "/a/x", "/b"}) {
            assertThat(pair.nas2.shell("zfs get -Hp -o value guid " + pair.target + dataset + "@2"))
                    .isEqualTo(pair.nas1.shell("zfs get -Hp -o value guid " + pair.source + dataset + "@2"));
        }
        assertThat(pair.nas2.succeeds("zfs list " + pair.target + "/a@2")).isFalse();
    }
}
