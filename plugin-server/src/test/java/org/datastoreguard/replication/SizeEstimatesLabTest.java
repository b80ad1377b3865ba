package org.datastoreguard.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.datastoreguard.lab.Lab;
import org.datastoreguard.lab.LabTest;
import org.datastoreguard.work.Story;
import org.datastoreguard.zfs.DatasetName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(180)
class SizeEstimatesLabTest {
    private final Lab lab;
    private final DatasetName source;
    private final RecordedStory story = new RecordedStory();

    SizeEstimatesLabTest(Lab lab) {
        this.lab = lab;
        this.source = lab.nas1().filesystem();
    }

    private List<String> sends() {
        lab.nas1()
                .shell("zfs snapshot " + source + "@a && head -c 4M /dev/urandom > /" + source
                        + "/x && zfs snapshot " + source + "@b && head -c 2M /dev/urandom > /" + source
                        + "/y && zfs snapshot " + source + "@c");
        return List.of(
                "root\t" + source,
                "tell\trecv\t1\tfilesystem\tx\t" + source,
                "send\t1\tfull\t-L -v -P\t-\t" + source + "@b",
                "send\t2\tone\t-v -P\t" + source + "@b\t" + source + "@c",
                "send\t3\tall\t-v -P\t" + source + "@a\t" + source + "@c",
                "send\t4\tone\t-v -P\t" + source + "@gone\t" + source + "@c");
    }

    private List<Story.Step> told(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> story.step("d" + number, null, "to", -1))
                .toList();
    }

    @Test
    void says_of_each_send_how_much_it_will_be_and_passes_over_what_cannot_be_said() {
        try (SizeEstimates sizes =
                new SizeEstimates(lab.nas(lab.nas1(), "guardsudo"), sends(), told(4), Duration.ZERO)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> story.steps.get(2).total >= 0);
        }
        assertThat(story.steps.get(0).total).isBetween(4_000_000L, 5_000_000L);
        assertThat(story.steps.get(1).total).isBetween(2_000_000L, 3_000_000L);
        assertThat(story.steps.get(2).total).isBetween(6_000_000L, 8_000_000L);
        assertThat(story.steps.get(3).total).isEqualTo(-1);
    }
}
