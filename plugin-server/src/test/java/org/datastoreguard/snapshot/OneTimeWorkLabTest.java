package org.datastoreguard.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.error.GuardException;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.lab.Machine;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(120)
class OneTimeWorkLabTest {
    private final Lab lab;
    private final Machine nas1;
    private final DatasetName root;

    OneTimeWorkLabTest(Lab lab) {
        this.lab = lab;
        this.nas1 = lab.nas1();
        this.root = nas1.filesystem();
        nas1.shell("zfs create " + root + "/a");
    }

    @Test
    void a_repeated_attempt_finds_its_own_and_no_task_owns_it() {
        take("run-1", true);
        List<String> taken = nas1.snapshots(root);

        assertThat(take("run-1", true)).contains("taken by this run");

        assertThat(nas1.snapshots(root)).isEqualTo(taken).hasSize(2);
        assertThat(nas1.shell("zfs get -H -o value org.datastoreguard:task,org.datastoreguard:run '" + root
                                + "@before update'")
                        .lines())
                .containsExactly("-", "run-1");
    }

    @Test
    void a_name_in_use_below_is_refused_and_nothing_is_taken() {
        nas1.shell("zfs snapshot '" + root + "/a@before update'");

        GuardException refused = catchThrowableOfType(GuardException.class, () -> take("run-1", true));

        assertThat(refused.code()).isEqualTo(ErrorCode.SNAPSHOT_NAME_TAKEN);
        assertThat(refused.message()).contains(root + "/a");
        assertThat(nas1.snapshots(root)).hasSize(1);
        take("run-2", false);
        assertThat(nas1.snapshots(root)).hasSize(2);
    }

    private String take(String run, boolean recursive) {
        OneTimeSnapshot ordered = new OneTimeSnapshot(
                "order-1", "any", "before update", recursive, SnapshotTask.OnVmFailure.CONTINUE, Instant.EPOCH);
        ToldStory story = new ToldStory();
        new OneTimeWork(ordered, run, lab.nas(nas1, "guard"), List.of(root)).perform(story);
        return story.text();
    }
}
