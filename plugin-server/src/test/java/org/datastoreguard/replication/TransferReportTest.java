package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.datastoreguard.nas.Nas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferReportTest {
    private final RecordedStory story = new RecordedStory();
    private final List<TransferReport.Expected> steps = List.of(
            new TransferReport.Expected(
                    story.step("tank/a", null, "tank/a@2", -1), Map.of("pool/a@1", "41", "pool/a@2", "42")),
            new TransferReport.Expected(story.step("tank/b", null, "tank/b@1", -1), Map.of("pool/b@1", "51")));
    private int moves;
    private final TransferReport report = new TransferReport(steps, () -> moves++);

    @Test
    void tellsBytesAndSizesOfTheStepUnderWay() {
        err(
                "dg\tstep\t1",
                "full\ttank/a@1\t5000",
                "size\t5000",
                "10:00:01\t1000\ttank/a@1",
                "10:00:02\t4000\ttank/a@1");
        assertThat(story.steps.get(0).total).isEqualTo(5000);
        assertThat(story.steps.get(0).bytes).isEqualTo(4000);
        assertThat(story.states()).containsExactly("running", "pending");
    }

    @Test
    void addsUpTheSnapshotsOfOneStream() {
        err("dg\tstep\t1", "10:00:01\t1000\ttank/a@1", "10:00:02\t300\ttank/a@2", "10:00:03\t500\ttank/a@2");
        assertThat(story.steps.get(0).bytes).isEqualTo(1500);
    }

    @Test
    void keepsApartWhatTheSenderBeganAndWhatTheReceiverHas() {
        err("dg\tstep\t1", "size\t700", "dg\tstep\t2", "size\t900");
        out("dg\treceived\t1");
        assertThat(story.states()).containsExactly("running", "running");
        assertThat(story.steps.get(0).bytes).isEqualTo(700);
        assertThat(report.receivedCount()).isEqualTo(1);
        out("dg\thave\tpool/a@1\t41", "dg\thave\tpool/a@2\t42");
        report.close();
        assertThat(story.states()).containsExactly("succeeded", "failed");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing was received,            41, 42, 51, false",
        "one snapshot is not there,       41, , 51, true",
        "one snapshot is another,         41, 43, 51, true",
        "nothing was read back,           , , , true"
    })
    void believesNoStepThatTheTargetDidNotReadBackWhole(
            String what, String first, String second, String other, boolean received) {
        err("dg\tstep\t1");
        if (received) {
            out("dg\treceived\t1");
        }
        out(
                "dg\thave\tpool/a@1\t" + first,
                second == null ? "" : "dg\thave\tpool/a@2\t" + second,
                "dg\thave\tpool/b@1\t" + other);
        report.close();
        assertThat(story.states()).as(what).containsExactly("failed", "failed");
    }

    @Test
    void countsOnlyGrowthAsMovement() {
        err("dg\tstep\t1", "10:00:01\t1000\ttank/a@1");
        int before = moves;
        err("10:00:02\t1000\ttank/a@1", "10:00:03\t1000\ttank/a@1");
        assertThat(moves).isEqualTo(before);
        err("10:00:04\t1001\ttank/a@1");
        assertThat(moves).isEqualTo(before + 1);
    }

    @Test
    void believesNoEstimateThatOverflowed() {
        err("dg\tstep\t1", "size\t18446744073709551000");
        assertThat(story.steps.get(0).total).isEqualTo(-1);
    }

    @Test
    void keepsComplaintsAndDropsChatter() {
        err(
                "dg\tstep\t1",
                "resume token contents:",
                "nvlist version: 0",
                "\tobject = 0x2",
                "incremental\ta\tb\t1",
                "cannot x");
        out("Welcome to the machine", "dg\trefused\t1\tout of space", "dg\tdelivered\t81");
        assertThat(report.stderr()).isEqualTo("cannot x");
        assertThat(report.refusal()).isEqualTo("out of space");
        assertThat(report.status("delivered")).isEqualTo(81);
        assertThat(report.status("sent")).isNull();
    }

    @Test
    void remembersWhatTheTargetReadBack() {
        out("dg\thave\tpool/a b@1\t42");
        assertThat(report.guidOnTarget("pool/a b@1")).isEqualTo("42");
        assertThat(report.guidOnTarget("pool/a b@2")).isNull();
    }

    private void err(String... lines) {
        List.of(lines).forEach(line -> report.read(new Nas.Line(line, true)));
    }

    private void out(String... lines) {
        List.of(lines).forEach(line -> report.read(new Nas.Line(line, false)));
    }
}
