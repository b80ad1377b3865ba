package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.datastoreguard.error.ErrorCode;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a plan tells before anything is done. */
@LabTest
@Timeout(300)
class PlanLabTest {
    private final Lab lab;

    PlanLabTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void the_sizes_are_those_that_the_run_then_sends() {
        LabPair pair = new LabPair(lab, "root");
        pair.nas1.shell("dd if=/dev/urandom of=/" + pair.source + "/one bs=1k count=300 2>/dev/null");
        pair.snapshot("a");
        pair.nas1.shell("dd if=/dev/urandom of=/" + pair.source + "/two bs=1k count=500 2>/dev/null");
        pair.snapshot("b");
        pair.snapshot("c");

        DryRun run = pair.work().dryRun();

        assertThat(run.plan().sends()).hasSize(2);
        assertThat(run.bytes(run.plan().sends().get(0)).orElseThrow()).isBetween(300_000L, 450_000L);
        assertThat(run.bytes(run.plan().sends().get(1)).orElseThrow()).isBetween(500_000L, 700_000L);
        assertThat(pair.nas2.exists(pair.target)).isFalse();

        pair.replicate();
        assertThat(pair.story.bytes())
                .isBetween(run.totalBytes().orElseThrow() / 2, run.totalBytes().orElseThrow() * 2);
        assertThat(pair.work().dryRun().totalBytes()).hasValue(0);
    }

    @Test
    void a_conflict_stands_beside_the_steps_of_the_others() {
        LabPair pair = new LabPair(lab, "root");
        pair.nas1.shell("zfs create " + pair.source + "/a");
        pair.snapshot("1");
        pair.replicate();
        pair.nas2.shell("zfs snapshot " + pair.target + "/a@foreign");
        pair.snapshot("2");

        DryRun run = pair.work().dryRun();

        assertThat(run.plan().sends())
                .singleElement()
                .satisfies(send -> assertThat(send.target()).isEqualTo(pair.target));
        assertThat(run.plan().conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.code()).isEqualTo(ErrorCode.TARGET_DIVERGED);
            assertThat(conflict.onTarget()).hasSize(1);
        });

        pair.task.onDivergence = ReplicationTask.OnDivergence.ROLL_BACK;
        assertThat(pair.work().dryRun().plan().rollBacks())
                .singleElement()
                .satisfies(rollBack -> assertThat(rollBack.loss()).contains("@foreign"));
    }
}
