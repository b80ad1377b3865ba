package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.Guid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that nothing can be added to is received anew beside the old one, which stays. */
@LabTest
@Timeout(300)
class ReplaceLabTest {
    private final Lab lab;

    ReplaceLabTest(Lab lab) {
        this.lab = lab;
    }

    private LabPair pair(String targetUser) {
        LabPair pair = new LabPair(lab, targetUser);
        pair.task.fromScratch = ReplicationTask.FromScratch.REPLACE;
        pair.nas2.made().addFirst(fresh(pair));
        return pair;
    }

    private static DatasetName fresh(LabPair pair) {
        return new DatasetName(pair.target + new Marker(pair.task.id).fresh());
    }

    /** What the old target is called now; it is destroyed after the test. */
    private static DatasetName aside(LabPair pair) {
        DatasetName aside = new DatasetName(
                pair.nas2.shell("zfs list -H -o name -d 1 tank | grep '^" + pair.target + "-replaced-'"));
        pair.nas2.made().addFirst(aside);
        return aside;
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "noisy"})
    void a_tree_without_a_common_snapshot_is_received_anew_and_the_old_one_kept(String user) {
        LabPair pair = pair(user);
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create -s -V 8M " + pair.source + "/lun");
        pair.snapshot("1");
        pair.nas2.shell("zfs create -o canmount=off " + pair.target + " && zfs create -o canmount=off " + pair.target
                + "/a && zfs create -o canmount=off " + pair.target + "/mine && zfs snapshot -r " + pair.target
                + "@1");
        List<String> old = pair.nas2.snapshots(pair.target);

        pair.replicate();

        DatasetName aside = aside(pair);
        pair.assertEqual();
        assertThat(pair.nas2.snapshots(aside)).isEqualTo(old);
        assertThat(pair.nas2.exists(fresh(pair))).isFalse();
        assertThat(pair.story.warnings).singleElement().asString().contains("kept as " + aside, "zfs destroy -r");

        pair.snapshot("2");
        pair.replicate();
        pair.assertEqual();
        assertThat(pair.story.warnings).isEmpty();
    }

    @Test
    void a_filesystem_is_replaced_by_a_volume_and_data_without_snapshots_stays() {
        LabPair pair = pair("root");
        pair.nas1.shell("zfs destroy " + pair.source + " && zfs create -s -V 8M " + pair.source);
        pair.snapshot("1");
        pair.nas2.shell("zfs create " + pair.target + " && echo precious > /" + pair.target + "/file");

        pair.replicate();

        DatasetName aside = aside(pair);
        pair.assertEqual();
        assertThat(pair.nas2.shell("cat /" + aside + "/file")).isEqualTo("precious");
    }

    @Test
    void only_the_child_in_conflict_is_replaced() {
        LabPair pair = pair("root");
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create " + pair.source + "/b");
        pair.snapshot("1");
        pair.replicate();
        pair.nas2.shell("zfs destroy -r " + pair.target + "/a && zfs create -o canmount=off " + pair.target
                + "/a && zfs snapshot " + pair.target + "/a@1");
        pair.snapshot("2");

        pair.replicate();

        assertThat(pair.nas2.shell("zfs list -Hp -d 1 -t snapshot -o guid " + pair.target + "/a"))
                .isEqualTo(pair.nas1.shell("zfs list -Hp -d 1 -t snapshot -o guid " + pair.source + "/a"));
        assertThat(pair.nas2.shell("zfs list -H -o name -d 1 " + pair.target))
                .contains(pair.target + "/a-replaced-")
                .doesNotContain("-datastore-guard-new-");
    }

    @Test
    void what_is_below_a_replaced_dataset_comes_whole_though_the_old_one_had_it() {
        LabPair pair = pair("root");
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs snapshot -r -o org.datastoreguard:task=snap-1 "
                + pair.source + "@1 && zfs snapshot -r -o org.datastoreguard:task=snap-1 " + pair.source + "@2");
        pair.task.include = ReplicationTask.IncludeSnapshots.OWN;
        pair.nas2.shell("zfs create -o canmount=off " + pair.target + " && zfs snapshot " + pair.target + "@1");
        pair.nas2.shell("echo " + pair.nas1.shell("zfs send -R " + pair.source + "/a@2 | base64 -w0")
                + " | base64 -d | zfs recv -u " + pair.target + "/a");

        pair.replicate();

        aside(pair);
        pair.assertEqual();
    }

    @Test
    void a_run_that_was_cut_off_is_continued_by_the_next_one() {
        LabPair pair = pair("root");
        pair.nas1.shell("zfs create " + pair.source + "/a");
        pair.snapshot("1");
        pair.nas2.shell("zfs create -o canmount=off " + pair.target + " && zfs snapshot " + pair.target + "@1");
        String old = pair.everythingOn(pair.nas2, pair.target);
        assertThat(pair.work().plan().replacements()).singleElement().matches(Replacement::there);
        String name = "full-" + pair.source.lastComponent();
        pair.nas1.shell("zfs send -L -c -e " + pair.source + "@1 > /tmp/" + name);
        pair.nas2.shell("echo " + pair.nas1.shell("base64 -w0 /tmp/" + name + "; rm /tmp/" + name)
                + " | base64 -d | zfs recv -u -o org.datastoreguard:stream=L,c,e " + fresh(pair));
        assertThat(pair.everythingOn(pair.nas2, pair.target)).isEqualTo(old);
        pair.snapshot("2");

        pair.replicate();

        aside(pair);
        pair.assertEqual();
        assertThat(pair.story.steps).as("an increment, and the child in full").hasSize(3);
    }

    @Test
    void a_crash_between_the_two_renames_is_recovered() {
        LabPair pair = pair("root");
        pair.snapshot("1");
        pair.replicate();
        pair.nas2.shell("zfs rename " + pair.target + " " + fresh(pair));

        pair.replicate();

        pair.assertEqual();
        assertThat(pair.story.steps).isEmpty();
        assertThat(pair.nas2.exists(fresh(pair))).isFalse();
    }

    @Test
    void a_target_in_use_keeps_its_name_and_its_data() {
        LabPair pair = pair("root");
        pair.snapshot("1");
        pair.nas2.shell("zfs create " + pair.target + " && echo x > /" + pair.target + "/file");
        pair.nas2.shell("cd /" + pair.target + " && (setsid sleep 200 </dev/null >/dev/null 2>&1 & echo $! > /tmp/"
                + pair.target.lastComponent() + ")");
        try {
            GuardException error = pair.failing();

            assertThat(error.code()).isEqualTo(ErrorCode.TARGET_BUSY);
            assertThat(pair.nas2.shell("cat /" + pair.target + "/file")).isEqualTo("x");
        } finally {
            pair.nas2.shell(
                    "kill $(cat /tmp/" + pair.target.lastComponent() + "); rm /tmp/" + pair.target.lastComponent());
        }
        pair.replicate();
        aside(pair);
        pair.assertEqual();
        assertThat(pair.story.steps)
                .as("what was received before is not sent again")
                .isEmpty();
    }

    @Test
    void nothing_takes_the_name_that_does_not_hold_what_was_sent() {
        LabPair pair = pair("root");
        pair.snapshot("1");
        pair.nas2.shell("zfs create -o canmount=off " + pair.target + " && zfs create -o canmount=off " + fresh(pair)
                + " && zfs snapshot " + fresh(pair) + "@1");
        Replacement forged = new Replacement(
                pair.target,
                fresh(pair),
                true,
                List.of(new Replacement.Expected(
                        fresh(pair).snapshot("1"),
                        Guid.parse(pair.nas1.shell("zfs get -Hp -o value guid " + pair.source + "@1")))),
                true);
        String before = pair.everythingOn(pair.nas2, pair.target) + pair.everythingOn(pair.nas2, fresh(pair));

        assertThat(catchThrowableOfType(
                        GuardException.class,
                        () -> new Replacements(lab.nas(pair.nas2, "root")).perform(List.of(forged), pair.story)))
                .hasMessageContaining("does not hold");

        assertThat(pair.everythingOn(pair.nas2, pair.target) + pair.everythingOn(pair.nas2, fresh(pair)))
                .isEqualTo(before);
    }
}
