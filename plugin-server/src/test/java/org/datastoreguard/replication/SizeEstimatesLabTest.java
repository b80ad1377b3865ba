package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.zfs.DatasetName;
import org.datastoreguard.zfs.DatasetType;
import org.datastoreguard.zfs.Guid;
import org.datastoreguard.zfs.Snapshot;
import org.datastoreguard.zfs.StreamFlags;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(180)
class SizeEstimatesLabTest {
    private static final Guid ANY = new Guid(1);

    private final Lab lab;
    private final DatasetName source;
    private final RecordedStory story = new RecordedStory();

    SizeEstimatesLabTest(Lab lab) {
        this.lab = lab;
        this.source = lab.nas1().filesystem();
    }

    @Test
    void says_of_each_send_how_much_it_will_be_and_passes_over_what_cannot_be_said() {
        lab.nas1()
                .shell("zfs snapshot " + source + "@a && head -c 4M /dev/urandom > /" + source
                        + "/x && zfs snapshot " + source + "@b && head -c 2M /dev/urandom > /" + source
                        + "/y && zfs snapshot " + source + "@c");
        List<Transfer.Announced> steps = List.of(
                new Transfer.Announced(new Step.CreateParent(source), null),
                send(null, "b"),
                send("b", "c"),
                send("a", "b", "c"),
                send("gone", "c"));
        try (SizeEstimates sizes = new SizeEstimates(lab.nas(lab.nas1(), "guardsudo"), steps, Duration.ZERO)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> story.steps.get(2).total >= 0);
        }
        assertThat(story.steps.get(0).total).isBetween(4_000_000L, 5_000_000L);
        assertThat(story.steps.get(1).total).isBetween(2_000_000L, 3_000_000L);
        assertThat(story.steps.get(2).total).isBetween(6_000_000L, 8_000_000L);
        assertThat(story.steps.get(3).total).isEqualTo(-1);
    }

    private Transfer.Announced send(@Nullable String base, String... labels) {
        List<Snapshot> snapshots = Arrays.stream(labels)
                .map(label -> new Snapshot(source.snapshot(label), ANY, 1, null))
                .toList();
        Step.Base from = base == null ? null : new Step.Base(source + "@" + base, ANY, 1, false);
        Step.Send send = new Step.Send(source, source, DatasetType.FILESYSTEM, from, snapshots, StreamFlags.BEST, null);
        return new Transfer.Announced(
                send, story.step(source.value(), base, send.to().name().toString(), -1));
    }
}
