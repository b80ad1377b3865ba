package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.jobs.MovableClock;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs after one that ended well, which ask the target for few things only: what they must not overlook. */
@LabTest
@Timeout(180)
class KnownTargetLabTest {
    private final LabPair pair;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final KnownTargets targets = new KnownTargets(clock);

    KnownTargetLabTest(Lab lab) {
        this.pair = new LabPair(lab, "root");
    }

    @BeforeEach
    void leaveATreeInOrder() {
        pair.nas1.shell("zfs create " + pair.source + "/a && zfs create -s -V 8M " + pair.source + "/lun");
        pair.snapshot("one");
        replicate();
    }

    @Test
    void go_on_where_they_left_it() {
        pair.snapshot("two");
        pair.snapshot("three");
        replicate();
        pair.assertEqual();
        assertThat(pair.story.steps).hasSize(3);

        replicate();
        assertThat(pair.story.steps).isEmpty();
        assertThat(pair.story.lines).contains("Both sides are equal; there is nothing to send");

        pair.nas1.shell("zfs create " + pair.source + "/new");
        pair.snapshot("four");
        replicate();
        pair.assertEqual();
    }

    @Test
    void a_snapshot_that_somebody_took_on_the_target_is_told_when_something_is_to_be_sent() {
        pair.nas2.shell("zfs snapshot " + pair.target + "/a@foreign");
        pair.snapshot("two");
        String before = pair.everythingOn(pair.nas2, pair.target.child("a"));

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(error.message()).contains("foreign");
        assertThat(pair.story.steps).as("those of the other two datasets").hasSize(2);
        assertThat(pair.everythingOn(pair.nas2, pair.target.child("a"))).isEqualTo(before);
        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot -r " + pair.target))
                .contains(pair.target + "@two", pair.target + "/lun@two");
        pair.nas2.shell("zfs destroy " + pair.target + "/a@foreign");
        replicate();
        pair.assertEqual();
    }

    @Test
    void a_snapshot_that_somebody_took_on_the_target_is_told_within_the_hour_where_nothing_is_to_be_sent() {
        pair.nas2.shell("zfs snapshot " + pair.target + "@foreign");
        replicate();
        clock.forward(Duration.ofMinutes(61));

        assertThat(failing().code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
    }

    @Test
    void what_was_written_on_the_target_is_not_sent_over() {
        pair.writeInto(pair.target.child("a"));
        pair.snapshot("two");

        GuardException error = failing();

        assertThat(error.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot " + pair.target + "/a"))
                .isEqualTo(pair.target + "/a@one");
    }

    @Test
    void what_is_gone_on_the_target_is_noticed_though_nothing_is_to_be_sent() {
        pair.nas2.shell("zfs destroy -r " + pair.target + "/a");
        replicate();
        pair.assertEqual();

        pair.nas2.shell("zfs rename " + pair.target + "@one " + pair.target + "@other");
        replicate();
        assertThat(pair.story.steps).isEmpty();

        pair.nas2.shell("zfs destroy " + pair.target + "@other && zfs snapshot " + pair.target + "@one");
        assertThat(failing().code()).isEqualTo(ErrorCode.TARGET_WITHOUT_COMMON_SNAPSHOT);
    }

    @Test
    void a_snapshot_that_is_gone_on_the_source_is_replaced_by_its_bookmark() {
        pair.snapshot("two");
        pair.nas1.shell("zfs destroy -r " + pair.source + "@one");

        replicate();

        assertThat(pair.nas2.shell("zfs list -H -o name -t snapshot -r " + pair.target))
                .contains(pair.target + "@two", pair.target + "/a@two", pair.target + "/lun@two");
    }

    @Test
    void old_snapshots_go_from_a_target_that_is_cleaned_after_each_run() {
        pair.task.deleteStaleSnapshots = true;
        pair.snapshot("two");
        replicate();
        pair.nas1.shell("zfs destroy -r " + pair.source + "@one");

        replicate();

        pair.assertEqual();
    }

    private void replicate() {
        pair.story = new RecordedStory();
        work().perform(pair.story);
    }

    private GuardException failing() {
        pair.story = new RecordedStory();
        GuardException error = catchThrowableOfType(GuardException.class, () -> work().perform(pair.story));
        assertThat(error).as("an error of the run").isNotNull();
        return error;
    }

    private ReplicationWork work() {
        return new ReplicationWork(pair.task.build(), pair.ends(), clock, targets, 4);
    }
}
