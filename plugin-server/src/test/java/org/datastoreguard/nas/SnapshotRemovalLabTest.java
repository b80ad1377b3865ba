package org.datastoreguard.nas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DestroyAnswer;
import org.datastoreguard.zfs.DestroyAnswer.Outcome;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.SnapshotName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(180)
class SnapshotRemovalLabTest {
    private final Lab lab;
    private DatasetName root = new DatasetName("tank");

    SnapshotRemovalLabTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void makeDataset() {
        root = lab.nas1().filesystem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "guard", "guardsudo", "noisy"})
    void leavesWhatIsHeldClonedOrAnotherByNowAndDestroysTheRest(String user) {
        DatasetName clone = lab.nas1().reserve("tank");
        lab.nas1()
                .shell("for s in a held cloned swapped z stays; do zfs snapshot " + root + "@$s; done; zfs hold backup "
                        + root + "@held; zfs clone " + root + "@cloned " + clone);
        List<Snapshot> doomed = new ArrayList<>(chosen());
        doomed.removeIf(snapshot -> snapshot.label().equals("stays"));
        doomed.add(new Snapshot(root.snapshot("never-was"), new Guid(7), 1, null));
        lab.nas1().shell("zfs destroy " + root + "@swapped; zfs snapshot " + root + "@swapped");

        List<DestroyAnswer> answers = new SnapshotRemoval(lab.nas(lab.nas1(), user)).remove(doomed, () -> {});

        assertThat(answers)
                .extracting(answer -> answer.name().label() + " " + answer.outcome() + " " + answer.reason())
                .containsExactlyInAnyOrder(
                        "a DESTROYED ",
                        "z DESTROYED ",
                        "held KEPT held by backup",
                        "cloned KEPT cloned as " + clone,
                        "swapped GONE another snapshot has its name now",
                        "never-was GONE is not there any more");
        assertThat(chosen())
                .extracting(Snapshot::label)
                .containsExactlyInAnyOrder("held", "cloned", "swapped", "stays");
        lab.nas1().shell("zfs destroy " + clone);
    }

    @Test
    void destroysMoreThanOneBatchOfTwoDatasets() {
        DatasetName child = root.child("a b");
        lab.nas1()
                .shell("zfs create '" + child + "'; for i in $(seq 150); do echo \"zfs snapshot '" + child
                        + "@s$i'\"; done | sh; zfs snapshot '" + child + "@stays' '" + root + "@x'");
        List<Snapshot> doomed = chosen().stream()
                .filter(snapshot -> !snapshot.label().equals("stays"))
                .toList();

        List<DestroyAnswer> answers = new SnapshotRemoval(lab.nas(lab.nas1(), "guard")).remove(doomed, () -> {});

        assertThat(answers).hasSize(151).allMatch(answer -> answer.outcome() == Outcome.DESTROYED);
        assertThat(chosen()).extracting(Snapshot::label).containsExactly("stays");
    }

    private List<Snapshot> chosen() {
        return lab.nas1()
                .shell("zfs list -Hpr -t snapshot -o name,guid,createtxg '" + root + "'")
                .lines()
                .map(line -> line.split("\t"))
                .map(f -> new Snapshot(SnapshotName.parse(f[0]), Guid.parse(f[1]), Long.parseLong(f[2]), null))
                .toList();
    }
}
